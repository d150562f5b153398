import { ArgumentError } from "../../core/errors/argument-error.ts";
import { databaseBody, userBody } from "../guest/database-bodies.ts";
import type { Access, CreateInstance } from "../types.ts";

/** A change of an instance: the name, and at most one other property. */
export interface InstancePatch {
  readonly name?: string | undefined;
  readonly access?: Access | undefined;
  /** `null` detaches the group. */
  readonly configurationId?: string | null | undefined;
  /** The name or id of a version of the same datastore. */
  readonly datastoreVersion?: string | undefined;
  /** Detaches a replica from its source. */
  readonly detachFromSource?: true | undefined;
}

/**
 * The body of `POST /instances` (`trove/instance/service.py`, `create`). The group's key is `configuration`: the schema
 * also accepts `configuration_id`, which Trove ignores.
 *
 * @throws {RangeError} a replica has arguments that it inherits from its source.
 */
export function createBody(instance: CreateInstance): unknown {
  refuseReplicaExtras(instance);
  const { volume, datastore, network, access } = instance;
  return {
    instance: withoutEmpty({
      name: instance.name,
      flavorRef: instance.flavorId,
      volume: volume && withoutEmpty({ size: volume.size, type: volume.type }),
      datastore: datastore && withoutEmpty({ type: datastore.type, version: datastore.version }),
      databases: instance.databases?.map(databaseBody),
      users: instance.users?.map(userBody),
      replica_of: instance.replicaOf,
      nics: network && [
        withoutEmpty({
          network_id: network.networkId,
          subnet_id: network.subnetId,
          ip_address: network.ipAddress,
        }),
      ],
      availability_zone: instance.availabilityZone,
      locality: instance.locality,
      access: access && accessBody(access),
      configuration: instance.configurationId,
      restorePoint: instance.backupId === undefined ? undefined : { backupRef: instance.backupId },
    }),
  };
}

/**
 * The body of `PUT /instances/{id}` (`trove/instance/service.py`, `update`).
 *
 * @throws {RangeError} the patch is empty, or has more than one property beside the name. Trove answers 400 to the
 * latter, and newer releases detach the configuration group if the body is empty.
 */
export function updateBody(patch: InstancePatch): unknown {
  const others = {
    ...(patch.access && { access: accessBody(patch.access) }),
    ...(patch.configurationId !== undefined && { configuration: patch.configurationId }),
    ...(patch.datastoreVersion !== undefined && { datastore_version: patch.datastoreVersion }),
    ...(patch.detachFromSource && { replica_of: null }),
  };
  const count = Object.keys(others).length;
  if (count > 1 || (count === 0 && patch.name === undefined)) {
    throw new ArgumentError("An update of an instance must change its name, one other property, or both.");
  }
  return { instance: { ...(patch.name !== undefined && { name: patch.name }), ...others } };
}

/**
 * Always has both keys: Trove takes a missing one as false or empty (`trove/taskmanager/models.py`, `update_access`).
 */
function accessBody(access: Access): unknown {
  return { is_public: access.isPublic, allowed_cidrs: [...access.allowedCidrs] };
}

function refuseReplicaExtras(instance: CreateInstance): void {
  if (instance.replicaOf === undefined) {
    return;
  }
  const own = ["flavorId", "volume", "datastore", "databases", "users", "locality"] as const;
  const given = own.filter((key) => instance[key] !== undefined);
  if (given.length > 0) {
    throw new ArgumentError(`A replica inherits these from its source, so they must be left out: ${given.join(", ")}.`);
  }
}

/** Drops undefined, null, empty lists and empty objects: Trove answers 500 to some of them. */
function withoutEmpty(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const given = Object.entries(fields).filter(([, value]) => {
    return (
      value !== undefined && value !== null && !(Array.isArray(value) && value.every((item) => item === undefined))
    );
  });
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
