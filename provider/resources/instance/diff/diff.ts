import type { Context } from "../../context.ts";
import type { Difference, PropertyChange } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { declaredTwice, recordInline } from "../inline-contents.ts";
import type { InstanceState } from "../state.ts";
import { type Comparable, toComparable } from "./comparable-state.ts";
import { compare } from "./compare.ts";
import { ambiguousVersionRefusals, missingUserRefusals, refusedAtPreview } from "./refused-at-preview.ts";

/** The differences between state and inputs, and in a preview also the changes that Trove would refuse. */
export async function diff(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<Difference> {
  recordInline(id, inputs, context);
  const { refused, ...comparable } = await prepareDiff(id, saved, inputs, context);
  const difference = compare(comparable.state, comparable.inputs);
  const isReplaced = difference.changes.some(({ kind }) => kind === "replace");
  // The engine checks a replacement as a new resource.
  return isReplaced ? difference : { ...difference, changes: [...difference.changes, ...refused] };
}

export interface PreparedDiff extends Comparable {
  /** In a preview, the changes that Trove would refuse. */
  readonly refused: readonly PropertyChange[];
}

/** Asks the cloud everything that the diff needs to know. */
export async function prepareDiff(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<PreparedDiff> {
  const comparable = await toComparable(id, saved, inputs, context);
  const refused = [
    ...declaredTwice(id, inputs, context),
    ...(await refusedAtPreview(id, comparable, context)),
    ...(await missingUserRefusals(id, comparable, context)),
    // Only in a preview: the update checks this itself.
    ...(context.preview ? await ambiguousVersionRefusals(saved, inputs, context) : []),
  ];
  return { ...comparable, refused };
}
