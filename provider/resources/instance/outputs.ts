import type { Cloud } from "../../openstack/credentials.ts";
import type { Address, Instance } from "../../trove/types.ts";

export interface InstanceOutputs {
  status: string;
  operatingStatus: string;
  flavorId: string;
  datastoreType: string;
  datastoreVersion: string;
  /** GiB */
  volumeSize: number | undefined;
  addresses: Address[];
  endpoint: Endpoint | undefined;
  host: string | undefined;
  port: number | undefined;
  privateEndpoint: Endpoint | undefined;
  publicEndpoint: Endpoint | undefined;
  /** ISO 8601 */
  created: string | undefined;
  projectId: string;
  region: string;
}

export interface Endpoint {
  host: string;
  port: number;
}

type OutputTable = {
  readonly [Name in keyof InstanceOutputs]: (instance: Instance, cloud: Cloud) => InstanceOutputs[Name];
};

/** Each output and where it comes from. A state of a version that lacks one of them gets it with the next update. */
const OUTPUTS: OutputTable = {
  status: ({ status }) => status,
  operatingStatus: ({ operatingStatus }) => operatingStatus,
  flavorId: ({ flavorId }) => flavorId,
  datastoreType: ({ datastore }) => datastore.type,
  datastoreVersion: ({ datastore }) => datastore.version,
  volumeSize: ({ volumeSize }) => volumeSize,
  addresses: ({ addresses }) => [...addresses],
  endpoint: (instance) => endpointAt(hostOf(instance), instance),
  host: hostOf,
  port: portOf,
  privateEndpoint: (instance) => endpointAt(addressOf(instance, "private"), instance),
  publicEndpoint: (instance) => endpointAt(addressOf(instance, "public"), instance),
  created: ({ created }) => created,
  projectId: (_, { projectId }) => projectId,
  region: (_, { region }) => region,
};

export const outputNames = Object.keys(OUTPUTS) as readonly (keyof InstanceOutputs)[];

export function toOutputs(instance: Instance, cloud: Cloud): InstanceOutputs {
  const entries = outputNames.map((name) => [name, OUTPUTS[name](instance, cloud)]);
  return Object.fromEntries(entries) as InstanceOutputs;
}

/** What Trove opens for each datastore (`trove/common/cfg.py`, `tcp_ports`). */
const PORTS: Readonly<Record<string, number>> = {
  mysql: 3306,
  mariadb: 3306,
  percona: 3306,
  pxc: 3306,
  postgresql: 5432,
  mongodb: 27017,
  redis: 6379,
  cassandra: 9042,
  couchbase: 8091,
  couchdb: 5984,
  db2: 50000,
  vertica: 5433,
};

function portOf({ datastore }: Instance): number | undefined {
  return Object.hasOwn(PORTS, datastore.type) ? PORTS[datastore.type] : undefined;
}

function hostOf(instance: Instance): string | undefined {
  return instance.hostname ?? addressOf(instance, "private") ?? addressOf(instance, "public");
}

function endpointAt(host: string | undefined, instance: Instance): Endpoint | undefined {
  const port = portOf(instance);
  return host === undefined || port === undefined ? undefined : { host, port };
}

function addressOf(instance: Instance, type: Address["type"]): string | undefined {
  return instance.addresses.find((address) => address.type === type)?.address;
}
