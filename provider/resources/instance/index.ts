import { endingWith } from "../../wait/wait-progress.ts";
import { secretPaths } from "../arguments.ts";
import { withDatastoreNames } from "../catalog/datastores.ts";
import type { Resource } from "../resource.ts";
import { type InstanceInputs, instanceArguments } from "./arguments.ts";
import { check } from "./check/check.ts";
import { create } from "./create/create.ts";
import { remove } from "./delete/delete.ts";
import { withContentsSupport } from "./diff/comparable-contents.ts";
import { withFlavorNames } from "./diff/comparable-flavor.ts";
import { withGroupOfReplica } from "./diff/comparable-group.ts";
import { diff } from "./diff/diff.ts";
import { ambiguousVersionRows, refusedAtPreview } from "./diff/refused-at-preview.ts";
import { withoutUnconfirmedDatabases } from "./diff/unconfirmed-databases.ts";
import { inspectUnfinishedCreate } from "./diff/unfinished-create.ts";
import { outputNames } from "./outputs.ts";
import { read } from "./read/read.ts";
import { type InstanceState, internalState } from "./state.ts";
import { update } from "./update/update.ts";

/** A Trove instance: `trove/instance/service.py`. */
export const instance: Resource<InstanceInputs, InstanceState> = {
  noun: "instance",
  check,
  async comparable(id, state, inputs, context) {
    const grouped = await withGroupOfReplica(id, state, inputs, context);
    // The inputs are equal, and the host compares nothing else unless the state says that work is left.
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
  },
  diff,
  create: (inputs, context) =>
    endingWith(
      context,
      () => create(inputs, context),
      ({ state }) => state.status,
    ),
  read,
  update: (id, state, inputs, context) =>
    endingWith(
      context,
      () => update(id, state, inputs, context),
      ({ status }) => status,
    ),
  delete: remove,
  timeouts: (inputs) => ({ create: isCopied(inputs) ? 120 : 60, update: 60, delete: 20 }),
  arguments: Object.keys(instanceArguments),
  outputs: outputNames,
  internal: internalState,
  secret: secretPaths(instanceArguments),
};

/** Its data has to come first, from its source or from a backup. */
function isCopied(inputs: InstanceInputs | undefined): boolean {
  return inputs?.replicaOf !== undefined || inputs?.restorePoint !== undefined;
}
