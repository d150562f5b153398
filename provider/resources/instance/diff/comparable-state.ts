import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import type { PropertyChange } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { withContentsSupport } from "./comparable-contents.ts";
import { withFlavorNames } from "./comparable-flavor.ts";
import { ambiguousVersionRows, refusedAtPreview } from "./refused-at-preview.ts";
import { withCurrentGroup } from "./replica-group.ts";
import { withoutUnconfirmedDatabases } from "./unconfirmed-databases.ts";
import { inspectUnfinishedCreate } from "./unfinished-create.ts";

/** State and inputs as `compare` takes them. */
export interface PreparedDiff {
  readonly state: InstanceState;
  readonly inputs: InstanceInputs;
  /** In a preview, the changes that Trove would refuse. */
  readonly refused: readonly PropertyChange[];
}

/** Completes state and inputs with what only the cloud can tell. */
export async function prepareDiff(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<PreparedDiff> {
  const grouped = await withCurrentGroup(id, state, inputs, context);
  // The inputs are equal, and the host compares nothing else unless the state has pending work.
  const compared: InstanceState =
    grouped === state
      ? state
      : { ...grouped, pending: [...state.pending, "update"], groupChangedWithSource: state.pending.length === 0 };
  const found = await inspectUnfinishedCreate(id, compared, context);
  const confirmed = await withoutUnconfirmedDatabases(id, found, inputs, context);
  const named = await withDatastoreNames(inputs, state.datastore, context, state.datastoreType);
  const supported = await withContentsSupport(id, confirmed, named, context);
  const now = await withFlavorNames(supported, named, context);
  const refused = [
    ...(await refusedAtPreview(id, now, named, context)),
    // Not outside a preview: the update asks.
    ...(context.preview ? await ambiguousVersionRows(state, inputs, context) : []),
  ];
  return { state: now, inputs: named, refused };
}
