import { consentTo, needsReplacement, type Replacement } from "../../diff/consent.ts";
import { type PropertyChange, propertyChange } from "../../diff/property-change.ts";
import { same } from "../../values/same.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * Whether the cloud shows now that the instance holds no data. That no operation has seen it active proves nothing: it
 * may have been since.
 */
export function holdsNoData({ finding }: InstanceState): boolean {
  return finding === "failedBuild" || finding === "gone";
}

/** The replacement of an instance that was never active, without any change of the program. */
export function failedCreate(state: InstanceState, { allow, finalBackup }: InstanceInputs): PropertyChange[] {
  if (state.finding === "gone") return [propertyChange("status", "replace", "none", "the instance no longer exists")];
  if (state.finding === "failedBuild") {
    return [propertyChange("status", "replace", "none", "the instance went to ERROR while it was being built")];
  }
  if (state.wasActive || state.status !== "ERROR" || state.finding === "unreachable") return [];
  // This update records first that no final backup is wanted any more: a delete reads that from the state.
  if (state.finalBackup !== undefined && finalBackup === undefined) return [];
  const reason = "the instance is in ERROR, and it is unknown whether it was ever active and holds data";
  if (allow?.replace === true) return [propertyChange("status", "replace", "dataLoss", reason)];
  const next = "Have it repaired and run `pulumi up` again; or, to replace it and lose its data,";
  return [propertyChange("status", "refuse", "dataLoss", `${reason}. ${next} set allow: { replace: true }.`)];
}

/** An instance that may hold data needs consent. One that `adoptId` still names is never replaced. */
export function decideReplacement(state: InstanceState, inputs: InstanceInputs): Replacement {
  if (inputs.adoptId !== undefined && inputs.adoptId === state.adoptId) {
    return { refusal: "but adoptId still names the instance. Remove adoptId first" };
  }
  const consent = consentTo("replace", inputs.allow);
  if (holdsNoData(state) || consent === true) return "allowed";
  if (state.finding === "unreachable" || consent === undefined) return "undecided";
  const holds = state.wasActive ? "the instance holds data" : "it is unknown whether the instance holds data";
  return { refusal: `and ${holds}. To replace it and lose the data, set allow: { replace: true }` };
}

/**
 * Applies a change of `finalBackup` that comes with a replacement. The delete of the old instance reads its state, so the
 * change would not protect it. An instance that holds no data needs no backup.
 */
export function withFinalBackup(
  changes: readonly PropertyChange[],
  state: InstanceState,
  { finalBackup }: InstanceInputs,
): readonly PropertyChange[] {
  if (!needsReplacement(changes) || finalBackup === undefined || holdsNoData(state)) return changes;
  return changes.map((change) => {
    if (change.path !== "finalBackup") return change;
    if (state.finalBackup === undefined) return unprotectedReplacement;
    if (same(state.finalBackup.name, finalBackup.name)) return change;
    const name = state.finalBackup.name === undefined ? "default name" : `name "${state.finalBackup.name}"`;
    const reason = `changes together with a replacement: the backup of the old instance still gets the ${name}`;
    return { ...change, reason, warning: true };
  });
}

const unprotectedReplacement = propertyChange(
  "finalBackup",
  "refuse",
  "dataLoss",
  "does not protect the old instance yet: this update would replace it without a backup. Run `pulumi up` with " +
    "finalBackup but without the change that needs the replacement, then make that change.",
);
