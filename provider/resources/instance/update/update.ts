import type { Instance } from "../../../trove/types.ts";
import { withDatastoreNames } from "../../catalog/datastores.ts";
import type { Context } from "../../context.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { readInstance } from "../../instance-actions/read-instance.ts";
import { declaredInputs } from "../../managed-state.ts";
import type { InstanceInputs } from "../arguments.ts";
import { completeCreate } from "../create/complete-create.ts";
import { withContentsSupport } from "../diff/comparable-state.ts";

import { compare } from "../diff/compare.ts";
import { ambiguousVersionRefusals } from "../diff/refused-at-preview.ts";
import { withCurrentGroup } from "../diff/replica-group.ts";
import { withoutUnconfirmedDatabases } from "../diff/unconfirmed-databases.ts";

import { declaredTwice, recordInline } from "../inline-contents.ts";
import { currentDatastore } from "../read/current-inputs.ts";
import { showQueued } from "../show-queued.ts";
import type { InstanceState } from "../state.ts";
import { explainGone } from "./instance-gone-error.ts";
import { reconcile } from "./reconcile.ts";
import { Reconciliation } from "./reconciliation.ts";
import { recordStateOnly } from "./steps/instance-changes.ts";

/** Changes an instance to what the program declares, from wherever the last operation stopped. */
export async function update(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  recordInline(id, inputs, context);
  try {
    return await context.locks.runExclusive(
      id,
      () => updateExclusively(id, saved, inputs, context),
      showQueued(context),
    );
  } catch (error) {
    throw explainGone(error, { id, name: saved.name ?? id });
  }
}

async function updateExclusively(
  id: string,
  saved: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  const state = await withCurrentGroup(id, saved, inputs, context);
  const reconciliation = new Reconciliation(id, state, declaredInputs(state), inputs, context);
  const instance = await readInstance(reconciliation);
  // Only the outputs have changed since the preview: no request may follow that it has not shown.
  if (state === saved && isUpToDate(saved, inputs)) return reconciliation.state;
  await assertNothingRefused(reconciliation, state, instance);
  return state.pending.includes("create") ? resumeCreate(reconciliation, instance) : reconcile(reconciliation);
}

function isUpToDate(state: InstanceState, inputs: InstanceInputs): boolean {
  const { changes, unfinished } = compare(state, inputs);
  return changes.length === 0 && !unfinished;
}

/** @throws {RefusedError} the preview would refuse a change now: the cloud may have changed since. */
async function assertNothingRefused(
  reconciliation: Reconciliation,
  before: InstanceState,
  instance: Instance,
): Promise<void> {
  const { instanceId, inputs, context } = reconciliation;
  const current = await currentState(reconciliation, instance);
  const named = await withDatastoreNames(inputs, current.datastore, context, current.datastoreType);
  // The preview has decided whether the instance is replaced: one that is in ERROR by now fails with Trove's reason.
  const comparable = await withContentsSupport(instanceId, { ...current, wasActive: true }, named, context);
  const changes = [
    ...declaredTwice(instanceId, inputs, context),
    ...compare(comparable, named).changes,
    ...(await ambiguousVersionRefusals(before, inputs, context)),
  ];
  const refused = changes.filter(({ kind }) => kind === "refuse");
  if (refused.length > 0) throw new RefusedError(`Changing instance ${instanceId}`, refused);
}

/**
 * The state without what the cloud no longer confirms: databases that an interrupted update may have requested or that
 * the program has released; and the version, since an upgrade may have finished after an interrupted update.
 */
async function currentState(reconciliation: Reconciliation, instance: Instance): Promise<InstanceState> {
  const { instanceId, inputs, context, applied, isResuming } = reconciliation;
  const state = await withoutUnconfirmedDatabases(instanceId, reconciliation.state, inputs, context);
  const { datastore } = applied.values;
  if (!isResuming || datastore === undefined) return state;
  return { ...state, datastore: await currentDatastore(datastore, instance, context) };
}

async function resumeCreate(reconciliation: Reconciliation, instance: Instance): Promise<InstanceState> {
  const { instanceId, inputs, context } = reconciliation;
  context.log.info(`Resuming the interrupted creation of instance ${instanceId} (${instance.status}).`);
  // First: whether a delete takes a final backup must not depend on whether the instance becomes ACTIVE.
  recordStateOnly(reconciliation);
  const { state } = await completeCreate(instance, { ...reconciliation.state, pending: ["create"] }, inputs, context);
  return state;
}
