import { withReplacement } from "../../diff/consent.ts";
import { diffArguments } from "../../diff/diff-arguments.ts";
import { type PropertyChange, propertyChange, toRefusals } from "../../diff/property-change.ts";
import { brokenGuestRules } from "../../guest/rules/guest-rules.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { Difference } from "../../resource.ts";
import { type InstanceInputs, instanceArguments } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { decideReplacement, failedCreate, holdsNoData, withFinalBackup } from "./replacement.ts";

/** Compares the state with the inputs: one change for each part of an argument that changes independently. */
export function compare(state: InstanceState, inputs: InstanceInputs): Difference {
  const restart = pendingRestart(state, inputs);
  const changes = [
    ...failedCreate(state, inputs),
    ...diffArguments(instanceArguments, state, inputs),
    ...brokenRules(state, inputs),
    ...restart,
  ];
  const decided = withReplacement(changes, decideReplacement(state, inputs));
  return {
    changes: withFinalBackup(decided, state, inputs),
    deleteBeforeReplace: holdsNoData(state) || inputs.network?.ipAddress !== undefined,
    unfinished: !state.wasActive || state.pending.length > 0 || restart.length > 0,
    unfinishedReason: unfinishedReason(state),
  };
}

/** Explains an update to somebody who has not changed the program. */
function unfinishedReason({ wasActive, finding, pending, groupChangedWithSource }: InstanceState): string | undefined {
  if (finding === "failedBuild" || finding === "gone") return undefined;
  if (!wasActive) return "The creation of the instance did not finish: this update continues to wait for the instance.";
  if (pending.includes("create")) return "The creation of the instance did not finish: this update completes it.";
  const isInterrupted = pending.includes("update") && groupChangedWithSource !== true;
  return isInterrupted ? "The previous update of the instance did not finish: this update completes it." : undefined;
}

function pendingRestart(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const isPending = state.restartRequired || state.status === "RESTART_REQUIRED";
  if (!isPending || inputs.allow?.restart !== true) return [];
  return [propertyChange("allow.restart", "update", "restart", "the pending restart is performed")];
}

/** Refuses what the guest agent of the instance's datastore would not accept, also if the program names no datastore. */
function brokenRules(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  // Each change is already refused for another reason.
  if (state.contentsUnsupported === true) return [];
  return toRefusals(brokenGuestRules([state.datastoreType], inputs, declaredInputs(state)));
}
