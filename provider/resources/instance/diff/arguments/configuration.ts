import { consentTo } from "../../../diff/consent.ts";
import { type PropertyChange, propertyChange } from "../../../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../../../managed-state.ts";
import { describeValues } from "../../../values/describe-values.ts";

interface ConfigurationState extends Pick<ManagedState, "declared"> {
  readonly configuration?: string | undefined;
  readonly status: string;
  readonly restartRequired: boolean;
}

interface ConfigurationInputs {
  readonly configuration?: string | undefined;
  readonly allow?: { readonly restart?: boolean | undefined } | undefined;
}

/**
 * Compares the configuration group. Trove attaches a group only to an instance without one, and attaches and detaches
 * none while a restart is pending. Without consent no restart is made, and values that need one wait for it.
 */
export function diffConfiguration(
  state: ConfigurationState,
  { configuration, allow }: ConfigurationInputs,
): PropertyChange[] {
  const before = declaredValue(state, "configuration");
  if (configuration === before) return [];
  const isSwap = before !== undefined && configuration !== undefined;
  const mayRestart = consentTo("restart", allow) !== false;
  if (isSwap && state.status === "RESTART_REQUIRED" && !mayRestart) return [stuckSwap];
  const willRestart = allow?.restart === true && (state.status === "RESTART_REQUIRED" || state.restartRequired);
  const impact = willRestart ? "restart" : mayRestart ? "possibleRestart" : "none";
  const reason = configuration === undefined ? "the group is detached" : "another group is attached";
  return [
    {
      ...propertyChange("configuration", "update", impact, reason),
      ...describeValues(before ?? "none", configuration ?? "none"),
      note: mayRestart ? undefined : "values that need a restart wait for one, since allow.restart is not set",
    },
  ];
}

/** The refusal of a change that Trove does not make while a restart is pending, if the program does not allow the restart. */
export const waitsForRestart = propertyChange(
  "configuration",
  "refuse",
  "restart",
  "the database waits for a restart, and until then Trove attaches and detaches no group. " +
    "Set allow: { restart: true }; or restart it by hand and run `pulumi refresh`.",
);

/** The refusal of a swap that would stop halfway, without any group, since detaching the old one needs a restart. */
export const stuckSwap = propertyChange(
  "configuration",
  "refuse",
  "restart",
  "the old group cannot be taken off without a restart of the database, and only then can the new one be attached. " +
    "Set allow: { restart: true }; where one is owed, a restart by hand and `pulumi refresh` do as well.",
);
