import type { Context } from "../../context.ts";
import type { Difference } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { prepareDiff } from "./comparable-state.ts";
import { compare } from "./compare.ts";

/** The differences between state and inputs, and in a preview also the changes that Trove would refuse. */
export async function diff(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<Difference> {
  const prepared = await prepareDiff(id, state, inputs, context);
  const difference = compare(prepared.state, prepared.inputs);
  const isReplaced = difference.changes.some(({ kind }) => kind === "replace");
  // A replacement is checked as a new resource.
  return isReplaced ? difference : { ...difference, changes: [...difference.changes, ...prepared.refused] };
}
