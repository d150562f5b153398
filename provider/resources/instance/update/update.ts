import type { Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { InstanceInputs } from "../arguments.ts";
import { completeCreate } from "../create/complete-create.ts";
import { withContentsSupport } from "../diff/comparable-state.ts";
import { compare } from "../diff/compare.ts";
import { ambiguousVersionRefusals } from "../diff/refused-at-preview.ts";
import { withCurrentGroup } from "../diff/replica-group.ts";
import { withoutUnconfirmedDatabases } from "../diff/unconfirmed-databases.ts";
import { currentDatastore } from "../read/current-inputs.ts";
import { showQueued } from "../show-queued.ts";
import type { InstanceState } from "../state.ts";
import { explainGone } from "./instance-gone-error.ts";
import { reconcile } from "./reconcile.ts";
import { Reconciliation } from "./reconciliation.ts";
import { recordStateOnly } from "./steps.ts";

/** Brings an instance to what the program says, from wherever the last operation stopped. */
export async function update(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  try {
    return await updateExisting(id, saved, inputs, context);
  } catch (error) {
    throw explainGone(error, { id, name: saved.name ?? id });
  }
}

function updateExisting(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  return context.locks.runExclusive(
    id,
    async () => {
      const state = await withCurrentGroup(id, saved, inputs, context);
      const work = new Reconciliation(id, state, declaredInputs(state), inputs, context);
      const instance = await work.read();
      // Only the outputs are older than the program: no request may follow that a preview has not shown.
      if (state === saved && isUpToDate(saved, inputs)) return work.state;
      const now = await asItIs(work, instance, context);
      const comparable = await withDatastoreNames(inputs, now.datastore, context, now.datastoreType);
      // Whether it is replaced was decided before: one that is in ERROR by now fails with Trove's reason.
      const known = await withContentsSupport(id, { ...now, wasActive: true }, comparable, context);
      const rows = [...compare(known, comparable).changes, ...(await ambiguousVersionRefusals(state, inputs, context))];
      const refused = rows.filter(({ kind }) => kind === "refuse");
      if (refused.length > 0) throw new RefusedError(`Changing instance ${id}`, refused);
      if (!state.pending.includes("create")) return reconcile(work);
      context.log.info(`Carrying on with instance ${id} (${instance.status}), whose creation was interrupted.`);
      // At once: whether a delete takes a final backup must not depend on whether the instance comes up.
      recordStateOnly(work);
      return (await completeCreate(instance, { ...work.state, pending: ["create"] }, inputs, context)).state;
    },
    showQueued(context),
  );
}

function isUpToDate(state: InstanceState, inputs: InstanceInputs): boolean {
  const { changes: rows, unfinished } = compare(state, inputs);
  return rows.length === 0 && !unfinished;
}

/**
 * The state with what it cannot prove brought up to date: databases that an interrupted update may have asked for, or
 * that the program has released; and the version, since an upgrade may have finished after an interrupted update.
 */
async function asItIs(work: Reconciliation, instance: Instance, context: Context): Promise<InstanceState> {
  const state = await withoutUnconfirmedDatabases(work.id, work.state, work.inputs, context);
  if (!work.isResuming) return state;
  const { datastore } = work.reached;
  return datastore === undefined
    ? state
    : { ...state, datastore: await currentDatastore(datastore, instance, context) };
}
