import { z } from "zod";
import type { Cloud } from "../../openstack/credentials.ts";
import type { Address, Instance } from "../../trove/types.ts";
import type { Outputs } from "../arguments.ts";

const endpoint = z.object({ host: z.string(), port: z.number() });
const address = z.object({ address: z.string(), type: z.enum(["private", "public"]), network: z.string().optional() });

/** The outputs of an instance, in the order of the documentation. A state of a version that lacks one gets it with the next update. */
export const instanceOutputs = {
  status: { schema: z.string(), description: "`ACTIVE`, `RESTART_REQUIRED`, …: the status that Trove reports." },
  operatingStatus: {
    schema: z.string(),
    description: "`HEALTHY`, …: what the guest agent reports of the database itself.",
  },
  flavorId: { schema: z.string(), description: "The id of the flavor, also if it was declared by name." },
  datastoreType: { schema: z.string(), description: "The name of the datastore: `mysql`, …" },
  datastoreVersion: { schema: z.string(), description: "The name of the datastore's version." },
  volumeSize: { schema: z.number().optional(), description: "In GiB; undefined if the datastore has no volume." },
  addresses: {
    schema: z.array(address),
    description:
      "Every address, with the id of its network if the cloud reports it. Empty if the cloud reports a host name instead.",
  },
  endpoint: {
    schema: endpoint.optional(),
    description:
      "Where to connect: the host name, else the private address, else the public one, and the port that Trove opens for " +
      "the datastore. Undefined if the cloud reports none of the three, and for a datastore whose name is not one of " +
      "Trove's own: `mysql`, `mariadb`, `percona`, `pxc`, `postgresql`, `mongodb`, `redis`, `cassandra`, `couchbase`, " +
      "`couchdb`, `db2`, `vertica`.",
  },
  host: {
    schema: z.string().optional(),
    description:
      "The host to connect to: the host name, else the private address, else the public one. Undefined if the cloud " +
      "reports none of the three.",
  },
  port: {
    schema: z.number().optional(),
    description: "The port that Trove opens for the datastore. Undefined for a datastore without an `endpoint`.",
  },
  privateEndpoint: {
    schema: endpoint.optional(),
    description: "The private address and the port. Undefined like `endpoint`, and if there is no private address.",
  },
  publicEndpoint: {
    schema: endpoint.optional(),
    description: "The public address and the port. Undefined like `endpoint`, and if there is no public address.",
  },
  created: {
    schema: z.string().optional(),
    description: "When Trove created the instance: ISO 8601, in UTC. Undefined if the cloud does not report it.",
  },
  projectId: { schema: z.string(), description: "The id of the instance's project." },
  region: { schema: z.string(), description: "The instance's region." },
} as const satisfies Outputs;

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

/** Where each output comes from. */
const SOURCES: OutputTable = {
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

export function toOutputs(instance: Instance, cloud: Cloud): InstanceOutputs {
  const entries = Object.entries(SOURCES).map(([name, read]) => [name, read(instance, cloud)]);
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
