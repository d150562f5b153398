import type { Identity, Project } from "../keystone/identity.ts";
import type { Backup } from "../trove/backups/backup.ts";
import type { Cloud } from "../trove/cloud.ts";
import type { ConfigurationGroup } from "../trove/configurations/configuration-group.ts";
import { findFlavor } from "../trove/flavors.ts";
import type { UserRecord } from "../trove/instances/contents.ts";
import type { Instance } from "../trove/instances/instance.ts";
import type { Resource } from "../trove/quotas.ts";
import type { History } from "./history.ts";
import { shownStatus } from "./observe-status.ts";

/** What the dashboard shows. */
export interface DashboardSources {
  readonly cloud: Cloud;
  readonly identity: Identity;
  readonly history: History;
  /** What a person should know about this cloud, one text each. */
  readonly notes: () => readonly string[];
  readonly urls: () => { readonly trove: string; readonly keystone: string };
}

/** Of each list inside an instance. A page that shows thousands of users is of no use. */
const MOST_ITEMS = 50;

/**
 * Everything on the page. Each object is written out key by key: records have passwords, which must not get here.
 *
 * @param after the number of the last event that the page has.
 */
export function dashboardState(sources: DashboardSources, started: number, after: number): unknown {
  const { cloud, identity, history, notes, urls } = sources;
  const projects = [identity.demo, identity.other, identity.admin];
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return {
    started,
    now: Date.now(),
    release: cloud.settings.troveRelease,
    urls: urls(),
    notes: notes(),
    projects: projects.map((project) => projectView(cloud, project)),
    instances: cloud.instances().map((instance) => instanceView(sources, instance, nameOf)),
    backups: cloud.backups().map((backup) => backupView(cloud, backup, nameOf)),
    configurations: cloud.configurations().map((group) => configurationView(cloud, group, nameOf)),
    sequence: history.sequence,
    events: history.since(after),
  };
}

function projectView({ quotas, limiter, settings }: Cloud, { id, name }: Project): unknown {
  const usage = quotas.usage(id);
  const now = settings.now() / 1000;
  return {
    name,
    quotas: (Object.keys(usage) as Resource[]).map((resource) => ({
      resource,
      used: usage[resource].inUse,
      limit: quotas.limits[resource],
    })),
    rates: limiter
      .buckets(id)
      .filter(({ uri }) => uri === "*")
      .map((bucket) => ({ method: bucket.verb, free: bucket.free(now), limit: bucket.value })),
  };
}

function instanceView({ cloud }: DashboardSources, instance: Instance, nameOf: (id: string) => string) {
  const { id, name, projectId, datastore, volume, addresses, fault, replicaOf, configurationId } = instance;
  return {
    id,
    name,
    project: nameOf(projectId),
    ...shownStatus(instance),
    fault: fault?.message,
    datastore: `${datastore.type} ${datastore.version}`,
    flavor: findFlavor(instance.flavor).name,
    volume: volume.size,
    addresses: addresses.map(({ address, type }) => ({ address, type })),
    server: instance.databaseServer.endpoint,
    replicaOf: replicaOf === undefined ? undefined : (cloud.peek(replicaOf)?.name ?? replicaOf),
    configuration: configurationId === undefined ? undefined : cloud.peekConfiguration(configurationId)?.name,
    rootEnabled: instance.rootPassword !== undefined,
    databases: someOf(instance.databases, (database) => database.name),
    users: someOf(instance.users, (user) => userView(user, datastore.type)),
  };
}

/** PostgreSQL has no hosts of users. */
function userView({ name, host, databases }: UserRecord, datastore: string): unknown {
  return { name, host: datastore === "postgresql" ? undefined : host, databases: databases.slice(0, MOST_ITEMS) };
}

function someOf<T>(items: readonly T[], view: (item: T) => unknown): unknown {
  return { total: items.length, items: items.slice(0, MOST_ITEMS).map(view) };
}

function backupView(cloud: Cloud, backup: Backup, nameOf: (id: string) => string): unknown {
  const { id, name, projectId, instanceId, state, size, parentId, version } = backup;
  return {
    id,
    name,
    project: nameOf(projectId),
    status: state,
    size,
    isIncremental: parentId !== undefined,
    datastore: `${version.datastore} ${version.name}`,
    instance: instanceId === undefined ? undefined : (cloud.peek(instanceId)?.name ?? instanceId),
  };
}

/** Without values: clients choose them, and a text may contain a secret. */
function configurationView(cloud: Cloud, group: ConfigurationGroup, nameOf: (id: string) => string): unknown {
  const { id, name, projectId, version } = group;
  return {
    id,
    name,
    project: nameOf(projectId),
    datastore: `${version.datastore} ${version.name}`,
    parameters: Object.keys(group.values),
    instances: cloud.instancesWith(id).map((instance) => instance.name),
  };
}
