import type { CreateInstance, CreateUser } from "../../../trove/types.ts";
import { assertDatastore } from "../../catalog/datastores.ts";
import { flavorIdOf } from "../../catalog/flavors.ts";
import type { Context } from "../../context.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { hasPassword, missingPasswords } from "../../guest/rules/new-users.ts";
import { splitUserKey } from "../../guest/user-keys.ts";

import type { DeclaredUser, InstanceInputs } from "../arguments.ts";

/** The body of a create request. */
export type CreateBody = CreateInstance & { readonly name: string };

/** A range from which no packet comes, also on the machine itself: the broadcast address of the loopback network. */
const NOWHERE = "127.255.255.255/32";

/**
 * The inputs that a create request applies; an update applies the rest once the instance is ACTIVE. Trove gives a replica
 * the flavor of its source and no access, and a restored instance the databases and users of its backup. The configuration
 * group of a replica is in the request: otherwise the replica inherits that of its source, which Trove 26 detaches only
 * with a restart.
 */
export function inputsForCreate(inputs: InstanceInputs): InstanceInputs {
  const { replicaOf, restorePoint, access } = inputs;
  const later = [
    ...(replicaOf === undefined ? [] : ["flavor", "access"]),
    ...(restorePoint === undefined ? [] : ["databases", "users"]),
  ];
  const applied = Object.fromEntries(Object.entries(inputs).filter(([name]) => !later.includes(name)));
  return access === undefined || later.includes("access") ? applied : { ...applied, access: accessForCreate(access) };
}

/**
 * In a create request an empty list of ranges allows everybody, in an update nobody (`trove/taskmanager/models.py`,
 * `_create_secgroup` and `update_access`). A range without hosts keeps the instance closed until the update.
 */
function accessForCreate(access: NonNullable<InstanceInputs["access"]>) {
  return access.allowedCidrs.length > 0 ? access : { ...access, allowedCidrs: [NOWHERE] };
}

/**
 * The body of the create request that applies these inputs.
 *
 * @throws {UnknownDatastoreError} if the cloud does not have the datastore or its version
 * @throws {UnknownFlavorError} if the cloud does not have the flavor
 * @throws {RefusedError} if a user has no password; the check of a new instance has refused that
 */
export async function toCreateBody(inputs: InstanceInputs, context: Context): Promise<CreateBody> {
  const { name = context.defaultName ?? "", databases, users } = inputs;
  await assertDatastore(inputs.datastore, context);
  return {
    name,
    flavorId: inputs.flavor === undefined ? undefined : await flavorIdOf(inputs.flavor, context),
    volume: inputs.volume,
    datastore: inputs.datastore,
    databases: databases && Object.entries(databases).map(([key, database]) => ({ name: key, ...database })),
    users: users && Object.entries(users).map(([key, user]) => toNewUser(key, user)),
    configurationId: inputs.configuration,
    replicaOf: inputs.replicaOf,
    network: inputs.network,
    availabilityZone: inputs.availabilityZone,
    locality: inputs.locality,
    access: inputs.access,
    backupId: inputs.restorePoint?.backupId,
  };
}

function toNewUser(key: string, user: DeclaredUser): CreateUser {
  if (hasPassword(user)) return { ...splitUserKey(key), ...user };
  throw new RefusedError(`Creating user ${key}`, toRefusals(missingPasswords([key])));
}
