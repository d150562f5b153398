import type { CreateInstance } from "../../../trove/types.ts";
import { assertDatastore } from "../../catalog/datastores.ts";
import { flavorIdOf } from "../../catalog/flavors.ts";
import type { Context } from "../../context.ts";
import { splitUserKey } from "../../guest/user-keys.ts";
import type { InstanceInputs } from "../arguments.ts";

/** A range that no packet comes from. */
const NOWHERE = "127.0.0.1/32";

/**
 * The inputs that a create request can carry; the rest is applied once the instance is in service. Until then a replica has
 * its source's flavor and no access, and a restored instance has the databases and users of its backup. A replica's own
 * group is in the request: otherwise the replica inherits that of its source, which Trove 26 detaches only with a restart.
 */
export function inputsForCreate(inputs: InstanceInputs): InstanceInputs {
  const { replicaOf, restorePoint, access } = inputs;
  const later = [
    ...(replicaOf === undefined ? [] : ["flavor", "access"]),
    ...(restorePoint === undefined ? [] : ["databases", "users"]),
  ];
  const said = Object.fromEntries(Object.entries(inputs).filter(([name]) => !later.includes(name)));
  return access === undefined || later.includes("access") ? said : { ...said, access: accessAtCreation(access) };
}

/**
 * An empty list of ranges means everybody at creation, and nobody ever after (`trove/taskmanager/models.py`,
 * `_create_secgroup` and `update_access`): so that nobody is first let in from nowhere.
 */
function accessAtCreation(access: NonNullable<InstanceInputs["access"]>) {
  return access.allowedCidrs.length > 0 ? access : { ...access, allowedCidrs: [NOWHERE] };
}

/** The body of the create, its flavor and datastore known to exist. */
export async function toCreateBody(
  inputs: InstanceInputs,
  context: Context,
): Promise<CreateInstance & { readonly name: string }> {
  const { name = context.defaultName ?? "", databases, users } = inputs;
  await assertDatastore(inputs.datastore, context);
  return {
    name,
    flavorId: inputs.flavor === undefined ? undefined : await flavorIdOf(inputs.flavor, context),
    volume: inputs.volume,
    datastore: inputs.datastore,
    databases: databases && Object.entries(databases).map(([key, database]) => ({ name: key, ...database })),
    users: users && Object.entries(users).map(([key, user]) => ({ ...splitUserKey(key), ...user })),
    configurationId: inputs.configuration,
    replicaOf: inputs.replicaOf,
    network: inputs.network,
    availabilityZone: inputs.availabilityZone,
    locality: inputs.locality,
    access: inputs.access,
    backupId: inputs.restorePoint?.backupId,
  };
}
