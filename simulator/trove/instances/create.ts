import { ApiFault, badRequest, internalError, notFound } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { chooseVersion, type DatastoreVersion } from "../datastores.ts";
import { type Flavor, findFlavor } from "../flavors.ts";
import { InvalidName } from "../mysql/names.ts";
import { type DatabaseBody, populateDatabases, populateUsers, type UserBody } from "../mysql/populate.ts";
import { formatted } from "../python-text.ts";
import { refusingDatabases } from "../refused-name.ts";
import type { Behavior } from "../release.ts";
import { checkStorable } from "../storable.ts";
import { build } from "./build.ts";
import { checkIdle } from "./checks.ts";
import type { Contents } from "./contents.ts";
import { idFromHref } from "./id-from-href.ts";
import { Instance } from "./instance.ts";
import { chooseNics, type NicBody } from "./nics.ts";
import { backupToRestore } from "./restore.ts";
import { detailView } from "./view.ts";
import { checkVolumeSize } from "./volume-size.ts";

const HOME_REGION = "RegionOne";

interface Body {
  readonly name: string;
  readonly flavorRef?: string | number;
  readonly volume?: { readonly size: number | string; readonly type?: string | null };
  readonly datastore?: { readonly type?: string; readonly version?: string };
  readonly databases?: readonly DatabaseBody[];
  readonly users?: readonly UserBody[];
  readonly replica_of?: string;
  readonly replica_count?: number;
  readonly nics?: readonly NicBody[];
  readonly availability_zone?: string;
  readonly locality?: string;
  readonly region_name?: string;
  readonly access?: Readonly<Record<string, unknown>>;
  readonly configuration?: string | null;
  readonly restorePoint?: { readonly backupRef: string };
}

/** `POST /instances`: checks in the order of `create` in `trove/instance/service.py` and `models.py`. */
export async function createInstance(call: Call): Promise<unknown> {
  const body = (call.body as { instance: Body }).instance;
  checkReplicaArguments(body);
  const source = body.replica_of === undefined ? undefined : findSource(call, body.replica_of);
  const version = source?.version ?? chooseVersion(call.cloud, body.datastore ?? {});
  const contents = populate(body, call.cloud.behavior);
  if (source && (contents.databases.length > 0 || contents.users.length > 0)) {
    throw badRequest("Cannot create a replica with users or databases.");
  }
  const nics = chooseNics(body.nics ?? [], source !== undefined);
  const locality = chooseLocality(call, body);
  checkLocality(locality, call.cloud.behavior.localities);
  const flavor = findFlavor(source?.flavor ?? idFromHref(body.flavorRef));
  if ((body.region_name ?? HOME_REGION) !== HOME_REGION) throw internalError();
  const volume = chooseVolume(call, body, source);
  const backup =
    body.restorePoint && backupToRestore(call, body.restorePoint.backupRef, volume.size || flavor.disk, version);
  // Trove compares the sizes of two volumes that do not exist (`verify_replica_volume_size`).
  if (source && !call.cloud.hasVolumes) throw internalError();
  if (source) checkIdle(source);
  await charge(call, flavor, volume.size);
  const configurationId = refunding(call, flavor, volume.size, () => {
    checkStorable(body.name);
    return groupOf(call, body, source);
  });
  const record = { ...toRecord(call, body, version), locality, configurationId, flavor: flavor.id, volume, nics };
  const made = namesOf(body).map((name) => new Instance({ ...record, name }));
  for (const instance of made) {
    call.cloud.add(instance);
    build(call.cloud, instance, contents, backup);
  }
  const passwords = made.length > 1 && { password: made.map(() => null) };
  return { instance: { ...detailView(call, made.at(-1) as Instance), ...(locality && { locality }), ...passwords } };
}

/** Several replicas are numbered, and the response shows the last one. They are charged like one. */
function namesOf({ name, replica_count: count = 1 }: Body): string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

/** A replica without a group of its own gets its source's (since Trove 26). */
function groupOf(call: Call, { configuration }: Body, source: Instance | undefined): string | undefined {
  const { acceptsNullGroup, sharesGroupsWithReplicas } = call.cloud.behavior;
  if (configuration) return checkGroup(call, idFromHref(configuration));
  if (configuration !== undefined && !acceptsNullGroup) throw internalError();
  return sharesGroupsWithReplicas ? source?.configurationId : undefined;
}

function toRecord(call: Call, body: Body, version: DatastoreVersion) {
  return {
    name: body.name,
    projectId: call.project,
    version,
    region: HOME_REGION,
    availabilityZone: body.availability_zone,
    access: body.access,
    replicaOf: body.replica_of,
    servers: call.cloud.servers,
    now: () => call.cloud.now(),
  };
}

function checkReplicaArguments(body: Body): void {
  if (body.replica_of === undefined) {
    const count = body.replica_count ?? 1;
    if (count <= 1) return;
    throw badRequest(`Replica count only valid when creating replicas. Cannot create ${count} instances.`);
  }
  const forbidden: readonly [string, boolean][] = [
    ["flavor", body.flavorRef !== undefined],
    ["datastore", Object.keys(body.datastore ?? {}).length > 0],
    ["volume", body.volume !== undefined],
    ["locality", body.locality !== undefined],
  ];
  const first = forbidden.find(([, given]) => given);
  if (first) throw badRequest(`Cannot specify ${first[0]} when creating replicas.`);
}

function findSource(call: Call, id: string): Instance {
  const source = call.cloud.instance(call.project, id);
  if (source.replicaOf !== undefined) throw new ApiFault(401, `Cannot create a replica of a replica ${id}`);
  return source;
}

function populate({ databases = [], users = [] }: Body, behavior: Behavior): Contents {
  try {
    const populated = refusingDatabases(() => populateDatabases(databases, behavior));
    const names = populated.map(({ name }) => name);
    return { databases: populated, users: populateUsers(users, behavior, names) };
  } catch (error) {
    throw error instanceof InvalidName ? badRequest(formatted(error.message)) : error;
  }
}

/** A replica has its source's locality, so the default does not apply to it. */
function chooseLocality({ cloud }: Call, { locality, replica_of }: Body): string | undefined {
  const isOpen = locality === undefined && replica_of === undefined;
  return isOpen && cloud.behavior.hasDefaultLocality ? cloud.settings.defaultLocality : locality;
}

function checkLocality(locality: string | undefined, known: readonly string[]): void {
  if (locality === undefined || known.includes(locality)) return;
  throw badRequest(`Invalid locality '${locality}'. Must be one of ['${known.join("', '")}']`);
}

function chooseVolume({ cloud }: Call, body: Body, source: Instance | undefined): Instance["volume"] {
  if (!cloud.hasVolumes) {
    if (body.volume !== undefined) throw new ApiFault(501, "Volume support is not enabled.");
    return { size: 0, type: undefined };
  }
  if (source && !source.volumeExists) throw notFound("None");
  if (source) return { ...source.volume };
  const size = body.volume === undefined ? undefined : Number(body.volume.size);
  return { size: checkVolumeSize(size), type: body.volume?.type ?? undefined };
}

async function charge({ cloud, project }: Call, flavor: Flavor, volumes: number): Promise<void> {
  await cloud.quotas.prepare(project);
  cloud.quotas.charge(project, { instances: 1, ram: flavor.ram, volumes });
}

function refunding<T>({ cloud, project }: Call, flavor: Flavor, volumes: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    cloud.quotas.charge(project, { instances: -1, ram: -flavor.ram, volumes: -volumes });
    throw error;
  }
}

/**
 * Does not check the group's datastore. An unknown id violates a foreign key: 500, and no instance is created. The id of a
 * deleted group, or of another project's, is refused after the instance's row was written, which stays.
 */
function checkGroup({ cloud, project, isAdmin }: Call, id: string): string {
  const group = cloud.peekConfiguration(id);
  if (!group) throw internalError();
  if (!isAdmin || group.deleted) cloud.leavingRow(project, () => cloud.configuration(project, id));
  return id;
}
