import { diffDatabases, diffUsers } from "../../guest/diff-contents.ts";
import type { PropertyChange } from "../../resource.ts";
import { holdsUnknown } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/** The changes that the program asks for and that an instance refuses whose databases and users cannot change. */
export function contentsRefusals(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const changes = contentsChanges({ ...state, contentsUnsupported: true }, inputs);
  return changes.filter(({ kind }) => kind === "refuse");
}

/** Whether the program changes databases or users, as far as its values are known. */
export function changesContents(state: InstanceState, inputs: InstanceInputs): boolean {
  return contentsChanges(state, inputs).some(({ kind }) => kind !== "stateOnly");
}

function contentsChanges(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  return [
    ...(isKnown(inputs.databases) ? diffDatabases(state, inputs) : []),
    ...(isKnown(inputs.users) ? diffUsers(state, inputs) : []),
  ];
}

function isKnown(argument: unknown): boolean {
  return argument !== undefined && !holdsUnknown(argument);
}
