import { propertyChange, toRefusals } from "../../diff/property-change.ts";
import { databaseRows, userRows } from "../../guest/diff-contents.ts";
import { brokenGuestRules } from "../../guest/rules/guest-rules.ts";
import type { Difference, PropertyChange } from "../../resource.ts";
import { describeValues } from "../../values/describe-values.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown } from "../../values/unknown-value.ts";
import { type ArgumentName, type InstanceInputs, instanceArguments } from "../arguments.ts";
import { lastKnown } from "../released.ts";
import { declaredInputs, type InstanceState } from "../state.ts";
import { configurationRows, consentTo, datastoreRows, volumeRows } from "./diff-parts.ts";
import { roleRows } from "./diff-roles.ts";

/** The arguments whose parts change in different ways. */
const BY_PARTS: Partial<Record<ArgumentName, (state: InstanceState, inputs: InstanceInputs) => PropertyChange[]>> = {
  volume: volumeRows,
  datastore: datastoreRows,
  configuration: configurationRows,
  databases: databaseRows,
  users: userRows,
  replicaOf: roleRows,
};

const REASONS: Partial<Record<ArgumentName, string>> = {
  flavor: "the instance is resized",
};

const unguardedReplacement: PropertyChange = propertyChange(
  "finalBackup",
  "refuse",
  "dataLoss",
  "does not protect the old instance yet, which this update would replace without a backup. Run `pulumi up` with " +
    "finalBackup but without the change that needs the replacement; then make that change.",
);

/** Arguments that mean nothing to what exists already: a person may expect otherwise. */
const AT_CREATION_ALONE: Partial<Record<ArgumentName, string>> = {
  restorePoint: "is read at creation alone: the data of the instance stays as it is",
  adoptId: "is read at creation alone: the resource keeps the instance that it has, and adopts no other",
};

/** Arguments that Trove reports nowhere, and that cannot be changed. */
const NEVER_REPORTED: readonly ArgumentName[] = ["network", "availabilityZone", "locality", "restorePoint"];

/** Arguments whose removal says something; that of any other leaves what it said as it is, unmanaged. */
const DETACHED_BY_REMOVAL: readonly ArgumentName[] = ["configuration", "replicaOf"];

/** What separates the state from the program, a row for each part that changes by itself. */
export function compare(state: InstanceState, inputs: InstanceInputs): Difference {
  const names = Object.keys(instanceArguments) as ArgumentName[];
  const restart = owedRestart(state, inputs);
  const rows = [
    ...failedCreate(state, inputs),
    ...names.flatMap((name) => rowsOf(name, state, inputs)),
    ...guestRows(state, inputs),
    ...restart,
  ];
  return {
    changes: withConsent(rows, state, inputs),
    deleteBeforeReplace: holdsNoData(state) || inputs.network?.ipAddress !== undefined,
    unfinished: !state.wasActive || state.pending.length > 0 || restart.length > 0,
    unfinishedReason: unfinishedReason(state),
  };
}

/** A person who has changed nothing would not know otherwise why there is an update. */
function unfinishedReason({ wasActive, finding, pending, groupChangedWithSource }: InstanceState): string | undefined {
  if (finding === "failedBuild" || finding === "gone") return undefined;
  if (!wasActive) return "The creation of the instance did not finish: this update continues to wait for the instance.";
  if (pending.includes("create")) return "The creation of the instance did not finish: this update completes it.";
  const isInterrupted = pending.includes("update") && groupChangedWithSource !== true;
  return isInterrupted ? "The previous update of the instance did not finish: this update completes it." : undefined;
}

/** Proven now. That no operation saw the instance in service proves nothing. */
function holdsNoData({ finding }: InstanceState): boolean {
  return finding === "failedBuild" || finding === "gone";
}

/** The next `up` makes a new one in the place of what never came up. */
function failedCreate(state: InstanceState, { allow, finalBackup }: InstanceInputs): PropertyChange[] {
  if (state.finding === "gone")
    return [propertyChange("status", "replace", "none", "the instance does not exist any more")];
  if (state.finding === "failedBuild") {
    return [propertyChange("status", "replace", "none", "the instance went to ERROR while it was being built")];
  }
  if (state.wasActive || state.status !== "ERROR" || state.finding === "unreachable") return [];
  // The update records that no final backup is wanted any more: a delete, also that of a replacement, goes by the state.
  if (state.finalBackup !== undefined && finalBackup === undefined) return [];
  const reason = "the instance is in ERROR, and whether it was ever in service, and holds data, is not known";
  if (allow?.replace === true) return [propertyChange("status", "replace", "dataLoss", reason)];
  const next = "Have it repaired, then `pulumi up` carries on; or, to lose it and make a new one,";
  return [propertyChange("status", "refuse", "dataLoss", `${reason}. ${next} set allow: { replace: true }.`)];
}

function owedRestart(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const owed = state.restartRequired || state.status === "RESTART_REQUIRED";
  if (!owed || inputs.allow?.restart !== true) return [];
  return [propertyChange("allow.restart", "update", "restart", "the pending restart is performed")];
}

/** What the guest agent of the instance's own datastore would not take, whether or not the program names it. */
function guestRows(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  // Where databases and users cannot change, each change is refused for that reason alone.
  if (state.contentsUnsupported === true) return [];
  const broken = brokenGuestRules([state.datastoreType], inputs, declaredInputs(state));
  return toRefusals(broken);
}

function rowsOf(name: ArgumentName, state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const was = state.declared.includes(name) ? state[name] : undefined;
  const is = inputs[name];
  if (holdsUnknown(is)) {
    const unknown = propertyChange(name, "update", "none", "its value is not known yet");
    return same(was, is) ? [] : [{ ...unknown, isImpactUnknown: true }];
  }
  const byParts = BY_PARTS[name];
  if (byParts !== undefined && (is !== undefined || DETACHED_BY_REMOVAL.includes(name))) return byParts(state, inputs);
  if (same(was, is)) return [];
  if (isKnown(name, is, state)) return [propertyChange(name, "stateOnly", "none", "is what the instance has")];
  const atCreation = AT_CREATION_ALONE[name];
  // An adoption is over, and the documentation invites to remove adoptId.
  if (atCreation !== undefined && !(name === "adoptId" && is === undefined)) {
    return [{ ...propertyChange(name, "stateOnly", "none", atCreation), warning: true }];
  }
  if (is === undefined)
    return [propertyChange(name, "stateOnly", "none", "is removed: what it said stays as it is, unmanaged")];
  if (name === "flavor" && is === state.flavorId)
    return [propertyChange(name, "stateOnly", "none", "is the same flavor")];
  if (was === undefined && isOwn(name, is, state))
    return [propertyChange(name, "stateOnly", "none", "is what the instance has")];
  const { kind, impact } = instanceArguments[name].change;
  const values = describeValues(valueBefore(name, was, state), name === "flavor" ? flavorName(is, state) : is);
  return [{ ...propertyChange(name, kind, impact, REASONS[name] ?? "changes"), ...values }];
}

/** What the instance has, also where the program did not declare it, as far as that is known. */
function valueBefore(name: ArgumentName, was: unknown, state: InstanceState): unknown {
  if (name === "name") return state.name;
  if (name === "flavor") return flavorName(was ?? state.flavorId, state);
  const known: unknown = NEVER_REPORTED.includes(name)
    ? Reflect.get(lastKnown(declaredInputs(state), state.released), name)
    : undefined;
  return was ?? known;
}

/** Whether the instance has a name or a flavor that the program did not declare before, such as an adopted one. */
function isOwn(name: ArgumentName, is: unknown, state: InstanceState): boolean {
  if (name === "name") return is === state.name;
  return name === "flavor" && flavorName(is, state) === flavorName(state.flavorId, state);
}

function flavorName(flavor: unknown, { flavorNames = {} }: InstanceState): unknown {
  return typeof flavor === "string" && Object.hasOwn(flavorNames, flavor) ? flavorNames[flavor] : flavor;
}

/** Whether the instance has the value already, part by part: the program declared it before and had released it. */
function isKnown(name: ArgumentName, is: unknown, state: InstanceState): boolean {
  if (is === undefined || !NEVER_REPORTED.includes(name)) return false;
  const known: unknown = Reflect.get(lastKnown(declaredInputs(state), state.released), name);
  if (typeof is !== "object" || typeof known !== "object") return same(is, known);
  return same(known, { ...known, ...is });
}

/** Nothing that may hold data is replaced without consent, nor what the program still names by `adoptId`. */
function withConsent(rows: readonly PropertyChange[], state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  if (!rows.some(({ kind }) => kind === "replace")) return [...rows];
  if (inputs.adoptId !== undefined && inputs.adoptId === state.adoptId) {
    return refused(rows, "while adoptId still names the instance: remove adoptId first");
  }
  const consent = consentTo("replace", inputs.allow);
  if (!holdsNoData(state) && consent !== true) {
    if (state.finding === "unreachable" || consent === undefined) return undecided(rows);
    const holds = state.wasActive ? "the instance holds data" : "whether the instance holds data is not known";
    return refused(rows, `and ${holds}. To lose it and make a new one, set allow: { replace: true }`);
  }
  // What a replacement makes is created: the warnings are about what stays.
  const kept = rows.filter(({ kind, warning }) => kind !== "refuse" && warning !== true);
  return kept.map((given) => withFinalBackup(given, state, inputs));
}

/**
 * A delete goes by the state of the instance that is deleted, so a `finalBackup` that comes with the replacement would not
 * protect the old instance. What failed to be built has nothing to back up.
 */
function withFinalBackup(given: PropertyChange, state: InstanceState, { finalBackup }: InstanceInputs): PropertyChange {
  if (given.path !== "finalBackup" || finalBackup === undefined || holdsNoData(state)) return given;
  if (state.finalBackup === undefined) return unguardedReplacement;
  if (same(state.finalBackup.name, finalBackup.name)) return given;
  const name = state.finalBackup.name === undefined ? "default name" : `name "${state.finalBackup.name}"`;
  const reason = `changes together with a replacement: the backup of the old instance still gets the ${name}`;
  return { ...given, reason, warning: true };
}

function refused(rows: readonly PropertyChange[], why: string): PropertyChange[] {
  return rows.map((given) =>
    given.kind === "replace"
      ? { ...given, kind: "refuse", reason: `${given.reason}; this needs a replacement, ${why}.` }
      : given,
  );
}

/** A preview without a cloud cannot tell whether the replacement needs consent, nor that consent which is not known yet. */
function undecided(rows: readonly PropertyChange[]): PropertyChange[] {
  return rows.map((given) =>
    given.kind === "replace"
      ? {
          ...given,
          kind: "update",
          reason: `${given.reason}; this needs a replacement`,
          note: given.after && "this needs a replacement",
        }
      : given,
  );
}
