import { withDatastoreNames } from "../../catalog/datastores.ts";
import { listFlavors } from "../../catalog/flavors.ts";
import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { areContentsUnsupported } from "../../guest/contents-support.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { changesContents } from "./contents-changes.ts";
import { withCurrentGroup } from "./replica-group.ts";
import { withoutUnconfirmedDatabases } from "./unconfirmed-databases.ts";
import { inspectUnfinishedCreate } from "./unfinished-create.ts";

/** A state and inputs as `compare` needs them. */
export interface Comparable {
  readonly state: InstanceState;
  readonly inputs: InstanceInputs;
}

/** Completes the saved state and the inputs with what only the cloud shows. */
export async function toComparable(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<Comparable> {
  const grouped = await withReplicaGroup(id, saved, inputs, context);
  const inspected = await inspectUnfinishedCreate(id, grouped, context);
  const confirmed = await withoutUnconfirmedDatabases(id, inspected, inputs, context);
  const named = await withDatastoreNames(inputs, saved.datastore, context, saved.datastoreType);
  const supported = await withContentsSupport(id, confirmed, named, context);
  return { state: await withFlavorNames(supported, named, context), inputs: named };
}

/** If Trove changed only the group, the inputs are equal: pending work is what makes the host report an update. */
async function withReplicaGroup(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const current = await withCurrentGroup(id, saved, inputs, context);
  if (current === saved) return saved;
  return { ...current, pending: [...saved.pending, "update"], groupChangedWithSource: saved.pending.length === 0 };
}

/**
 * The state with the mark that the cloud's Trove can change no databases and users, if that is so. The cloud is only asked
 * if the program changes any. If it does not answer, the update asks again before it changes anything.
 */
export async function withContentsSupport(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  if (state.finding !== undefined || !changesContents(state, inputs)) return state;
  const ask = () => tryLookup(context, () => areContentsUnsupported(id, context));
  const isUnsupported = await (context.preview ? askInPreview(context, ask) : ask());
  return isUnsupported === true ? { ...state, contentsUnsupported: true } : state;
}

/**
 * The state with the names of the cloud's flavors, if a preview shows a change of the flavor: Trove reports ids. Flavors
 * that share a name are left out.
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
