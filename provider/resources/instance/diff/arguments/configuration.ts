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
      note: mayRestart
        ? undefined
        : "values that require a restart take effect after the next one, since allow.restart is not set",
    },
  ];
}

interface RevisionState extends Pick<ManagedState, "declared"> {
  readonly configurationRevision?: string | undefined;
}

interface RevisionInputs extends Pick<ConfigurationInputs, "allow"> {
  readonly configurationRevision?: string | undefined;
}

/**
 * Compares the revision of the group's values. Trove has applied a change of the values when the group changed; only the
 * restart that they may require is left. The first revision that the program declares is that of the values which the
 * instance has.
 */
export function diffConfigurationRevision(
  state: RevisionState,
  { configurationRevision: after, allow }: RevisionInputs,
): PropertyChange[] {
  const before = declaredValue(state, "configurationRevision");
  if (after === undefined || after === before) return [];
  if (before === undefined) return [propertyChange("configurationRevision", "stateOnly", "none", "is recorded")];
  const impact = consentTo("restart", allow) === false ? "none" : "possibleRestart";
  const change = propertyChange("configurationRevision", "update", impact, "the values of the group have changed");
  return [{ ...change, ...describeValues(before, after) }];
}

/** The refusal of a change that Trove does not make while a restart is pending, if the program does not allow the restart. */
export const waitsForRestart = propertyChange(
  "configuration",
  "refuse",
  "restart",
  "the database waits for a restart, and until then Trove neither attaches nor detaches a group. " +
    "Set allow: { restart: true }, or restart the instance yourself and run `pulumi refresh`.",
);

/** The refusal of a swap that would stop halfway, without any group, since detaching the old one needs a restart. */
export const stuckSwap = propertyChange(
  "configuration",
  "refuse",
  "restart",
  "the old group cannot be detached without a restart of the database, and Trove attaches the new one only afterwards. " +
    "Set allow: { restart: true }. If a restart is pending already, you can also restart the instance yourself and run " +
    "`pulumi refresh`.",
);
