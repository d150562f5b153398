import { listFlavors } from "../../catalog/flavors.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * The state for a diff, with the names of the cloud's flavors where a preview shows a change of the flavor: Trove reports
 * ids. A name that several flavors share tells nothing, so their ids stay.
 */
export async function withFlavorNames(
  state: InstanceState,
  { flavor }: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const isChanged = flavor !== undefined && !holdsUnknown(flavor) && !same(flavor, state.flavor);
  if (!context.preview || !isChanged) return state;
  const flavors = (await askInPreview(context, () => tryLookup(context, () => listFlavors(context)))) ?? [];
  const unique = flavors.filter(({ name }) => flavors.filter((other) => other.name === name).length === 1);
  return { ...state, flavorNames: Object.fromEntries(unique.map(({ id, name }) => [id, name])) };
}
