import { warnOnce } from "../../../core/log.ts";
import type { ConfigurationGroup } from "../../../trove/types.ts";
import type { NamedDatastore } from "../../catalog/possible-datastores.ts";
import { lookUpBackup, lookUpConfiguration, lookUpInstance, missingReference } from "../../catalog/references.ts";
import type { Context } from "../../context.ts";
import type { Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";

/** Checks the source, the adopted instance and the backup that new or changed arguments refer to. */
export async function referenceFailures(
  inputs: InstanceInputs,
  old: InstanceInputs | undefined,
  context: Context,
): Promise<Failure[]> {
  const isNew = old === undefined;
  return [
    ...(same(inputs.replicaOf, old?.replicaOf) ? [] : await sourceFailures(known(inputs.replicaOf), context)),
    ...(isNew ? await adoptionFailures(known(inputs.adoptId), context) : []),
    ...(isNew ? await backupFailures(known(known(inputs.restorePoint)?.backupId), context) : []),
  ];
}

/**
 * Trove refuses a source that is itself a replica (`trove/instance/models.py`, `create`). Since the same `up` may detach
 * it first, a preview only warns.
 */
async function sourceFailures(id: string | undefined, context: Context): Promise<Failure[]> {
  if (id === undefined) return [];
  const { value, isMissing } = await lookUpInstance(id, context);
  if (isMissing) return [missingReference("replicaOf", "instance", id)];
  const { replicaOf } = value ?? {};
  if (replicaOf === undefined) return [];
  await warnOnce(
    context,
    `replica ${id}`,
    `replicaOf: instance ${id} is itself a replica, and Trove cannot replicate a replica. Use its source, ${replicaOf}, ` +
      `unless ${id} is detached first.`,
  );
  return [];
}

async function adoptionFailures(id: string | undefined, context: Context): Promise<Failure[]> {
  if (id === undefined || !(await lookUpInstance(id, context)).isMissing) return [];
  return [missingReference("adoptId", "instance", id)];
}

async function backupFailures(id: string | undefined, context: Context): Promise<Failure[]> {
  if (id === undefined) return [];
  const path = "restorePoint.backupId";
  const { value, isMissing } = await lookUpBackup(id, context);
  if (isMissing) return [missingReference(path, "backup", id)];
  if (value?.status !== "FAILED") return [];
  return [{ path, reason: `backup ${id} cannot be restored: its status is FAILED. Use a backup that is COMPLETED` }];
}

/** Trove restores a backup only into the datastore that it was taken from. */
export async function backupDatastoreFailures(
  inputs: InstanceInputs,
  possible: readonly NamedDatastore[],
  context: Context,
): Promise<Failure[]> {
  const id = known(known(inputs.restorePoint)?.backupId);
  const { value } = id === undefined ? {} : await lookUpBackup(id, context);
  const from = value?.datastore.type;
  if (!from || possible.length === 0 || possible.some(({ type }) => type === from)) return [];
  const types = possible.map(({ type }) => type).join(" or ");
  return [
    {
      path: "restorePoint.backupId",
      reason: `backup ${id} was taken from ${from}, but the new instance would run ${types}. Declare datastore: { type: "${from}" }`,
    },
  ];
}

/**
 * Checks that a configuration group exists and is for the instance's datastore. Trove checks the datastore only when a
 * group is attached later (`trove/instance/models.py`, `ConfigurationDatastoreNotMatchInstance`), not at creation.
 *
 * @param possible the datastores that the instance may have; empty if none is known
 * @param instanceId the existing instance: it keeps its group through an upgrade, although the group no longer fits
 */
export async function configurationFailures(
  id: string | undefined,
  possible: readonly NamedDatastore[],
  context: Context,
  instanceId?: string,
): Promise<Failure[]> {
  if (id === undefined) return [];
  const path = "configuration";
  const { value: group, isMissing } = await lookUpConfiguration(id, context);
  if (isMissing) return [missingReference(path, "configuration group", id)];
  if (group === undefined || possible.length === 0 || possible.some((one) => isFor(group, one))) return [];
  if (instanceId !== undefined && (await lookUpInstance(instanceId, context)).value?.configurationId === id) return [];
  const names = possible.map(({ type, version }) => (version === undefined ? type : `${type} ${version}`)).join(" or ");
  const { datastoreType, datastoreVersion } = group;
  return [{ path, reason: `group ${id} is for ${datastoreType} ${datastoreVersion}, but the instance runs ${names}` }];
}

/** A group without a datastore or a version fits every one. */
function isFor({ datastoreType, datastoreVersion }: ConfigurationGroup, { type, version }: NamedDatastore): boolean {
  if (datastoreType !== "" && datastoreType !== type) return false;
  return datastoreVersion === "" || version === undefined || datastoreVersion === version;
}
