import { isId } from "../../catalog/datastores.ts";
import { propertyChange } from "../../diff/property-change.ts";
import type { PropertyChange } from "../../resource.ts";
import { describeValues } from "../../values/describe-values.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import { lastKnown } from "../released.ts";
import { declaredInputs, type InstanceState } from "../state.ts";

/** A volume grows in place and never shrinks. One that was grown outside is as large as it should be. */
export function volumeRows(state: InstanceState, { volume }: InstanceInputs): PropertyChange[] {
  if (volume === undefined) return [];
  const was = state.declared.includes("volume") ? state.volume : undefined;
  if (was === undefined && state.volumeSize === undefined) return [noVolume];
  const rows: PropertyChange[] = [];
  const from = was?.size ?? state.volumeSize;
  if (volume.size !== from) rows.push(sizeRow(from, volume.size, state.volumeSize));
  const known = lastKnown(declaredInputs(state), state.released).volume;
  if (known !== undefined && volume.type !== undefined && volume.type !== known.type) {
    const from = known.type ?? "the default";
    const reason = `changes from ${from} to ${volume.type}`;
    rows.push({
      ...propertyChange("volume.type", "replace", "dataLoss", reason),
      ...describeValues(from, volume.type),
    });
  }
  if (rows.length === 0 && volume.type !== was?.type)
    rows.push(propertyChange("volume", "stateOnly", "none", "is noted"));
  if (rows.length === 0 && was === undefined) rows.push(propertyChange("volume", "stateOnly", "none", "is noted"));
  return rows;
}

/** `trove/instance/models.py`, `resize_volume`. */
const noVolume: PropertyChange = propertyChange(
  "volume",
  "refuse",
  "none",
  "the instance has no volume, and Trove adds none later: leave volume out of the program.",
);

function sizeRow(from: number | undefined, to: number, live = 0): PropertyChange {
  if (from !== undefined && from < to && to <= live) {
    return propertyChange(
      "volume.size",
      "stateOnly",
      "none",
      `is ${to} GiB; the volume was grown outside, to ${live} GiB`,
    );
  }
  if (from === undefined || to > from) {
    const values = describeValues(from, `${to} GiB`);
    return { ...propertyChange("volume.size", "update", "none", `grows from ${from} to ${to} GiB`), ...values };
  }
  return propertyChange("volume.size", "refuse", "dataLoss", `a volume cannot shrink (from ${from} to ${to} GiB).`);
}

/**
 * Trove attaches a group only to an instance without one, and detaches none while a restart is pending. Without
 * consent no restart is made: the instance waits for one where values of the group need it.
 */
export function configurationRows(state: InstanceState, { configuration, allow }: InstanceInputs): PropertyChange[] {
  const was = state.declared.includes("configuration") ? state.configuration : undefined;
  if (configuration === was) return [];
  const isSwap = was !== undefined && configuration !== undefined;
  const isAllowed = consentTo("restart", allow) !== false;
  if (isSwap && state.status === "RESTART_REQUIRED" && !isAllowed) return [stuckSwap];
  const isDue = allow?.restart === true && (state.status === "RESTART_REQUIRED" || state.restartRequired);
  const impact = isAllowed ? (isDue ? "restart" : "possibleRestart") : "none";
  const reason = configuration === undefined ? "the group is detached" : "another group is attached";
  return [
    {
      ...propertyChange("configuration", "update", impact, reason),
      ...describeValues(was ?? "none", configuration ?? "none"),
      note: isAllowed ? undefined : "values that need a restart wait for one, since allow.restart is not set",
    },
  ];
}

/** Whether the program consents; `undefined` where a preview does not know yet. */
export function consentTo(what: "restart" | "replace", allow: InstanceInputs["allow"]): boolean | undefined {
  const consent: unknown = known(allow) === allow ? allow?.[what] : allow;
  return holdsUnknown(consent) ? undefined : consent === true;
}

/** No group is taken off or put on while a restart is owed, which needs consent. */
export const waitsForRestart: PropertyChange = propertyChange(
  "configuration",
  "refuse",
  "restart",
  "the database waits for a restart, and until then Trove attaches and detaches no group. " +
    "Set allow: { restart: true }; or restart it by hand and run `pulumi refresh`.",
);

/** Without consent to a restart, a swap that needs one would stop halfway, with no group at all. */
export const stuckSwap: PropertyChange = propertyChange(
  "configuration",
  "refuse",
  "restart",
  "the old group cannot be taken off without a restart of the database, and only then can the new one be attached. " +
    "Set allow: { restart: true }; where one is owed, a restart by hand and `pulumi refresh` do as well.",
);

/** Names, or ids that nobody knows the names of: see `withDatastoreNames`. Of what was an id, Trove reports the name. */
export function datastoreRows(state: InstanceState, { datastore }: InstanceInputs): PropertyChange[] {
  if (datastore === undefined) return [];
  const was = state.declared.includes("datastore") ? state.datastore : undefined;
  const { type, version } = datastore;
  const fromType = nameOr(state.datastoreType, was?.type);
  if (type !== undefined && type !== was?.type && type !== fromType) {
    const reason = `changes from ${fromType} to ${type}`;
    return [{ ...propertyChange("datastore.type", "replace", "dataLoss", reason), ...describeValues(fromType, type) }];
  }
  const fromVersion = nameOr(state.datastoreVersion, was?.version);
  if (version !== undefined && version !== was?.version && version !== fromVersion) {
    return [versionRow(fromVersion, version)];
  }
  const noted = was === undefined || was.type !== type || was.version !== version;
  return noted ? [propertyChange("datastore", "stateOnly", "none", "is noted")] : [];
}

function nameOr(reported: string, declared: string | undefined): string {
  return declared === undefined || isId(declared) ? reported : declared;
}

function versionRow(from: string, to: string): PropertyChange {
  const lower = !isId(to) && to.localeCompare(from, "en", { numeric: true }) < 0;
  if (lower) {
    return propertyChange(
      "datastore.version",
      "refuse",
      "dataLoss",
      `goes back from ${from} to ${to}, which cannot read newer data.`,
    );
  }
  const reason = `is upgraded from ${from} to ${to}`;
  return { ...propertyChange("datastore.version", "update", "offline", reason), ...describeValues(from, to) };
}
