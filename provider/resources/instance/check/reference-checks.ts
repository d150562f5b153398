import type { ConfigurationGroup } from "../../../trove/types.ts";
import type { NamedDatastore } from "../../catalog/possible-datastores.ts";
import { lookUpBackup, lookUpConfiguration, lookUpInstance, missingReference } from "../../catalog/references.ts";
import type { Context } from "../../context.ts";
import type { Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { known } from "../../values/unknown-value.ts";
import { warnOnce } from "../../warn-once.ts";
import type { InstanceInputs } from "../arguments.ts";

/** What is wrong with the objects that the arguments refer to, where the reference is new or changed. */
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
 * A source that is a replica itself is a warning: the same `up` may detach it first, and Trove refuses it otherwise
 * (`trove/instance/models.py`, `create`).
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
    `replicaOf: instance ${id} is a replica itself, and Trove makes no replica of one. Name its source, ${replicaOf}, ` +
      `unless ${id} is detached from it before.`,
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
  return [{ path, reason: `backup ${id} has FAILED, and cannot be restored. Name one that is COMPLETED` }];
}

/** Trove restores a backup into the datastore that it was taken from alone. */
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
      reason: `backup ${id} is of ${from}, and the instance is to be ${types}. Declare datastore: { type: "${from}" }`,
    },
  ];
}

/**
 * Trove attaches a group at creation whatever it is for, and refuses another than the instance's later
 * (`trove/instance/models.py`, `ConfigurationDatastoreNotMatchInstance`).
 *
 * @param possible the datastores that the instance may have; none where that is not known.
 * @param instanceId the instance, where it exists: an upgrade leaves it the group that it has, which then fits no more.
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
  return [{ path, reason: `group ${id} is for ${datastoreType} ${datastoreVersion}, and the instance has ${names}` }];
}

/** What the group does not tell fits everything. */
function isFor({ datastoreType, datastoreVersion }: ConfigurationGroup, { type, version }: NamedDatastore): boolean {
  if (datastoreType !== "" && datastoreType !== type) return false;
  return datastoreVersion === "" || version === undefined || datastoreVersion === version;
}
