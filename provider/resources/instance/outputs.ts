import { z } from "zod";
import type { Cloud } from "../../openstack/credentials.ts";
import type { Address, Instance } from "../../trove/types.ts";
import type { Outputs, OutputsOf } from "../arguments.ts";
import { addressOf, endpointAt, hostOf, portOf } from "../catalog/endpoints.ts";
import { documented, named } from "../schema/documented.ts";

const endpoint = named(
  "Endpoint",
  z.object({
    host: documented(z.string(), { doc: "A host name or an address." }),
    port: documented(z.int(), { doc: "The port that Trove opens for the datastore." }),
  }),
);
const address = named(
  "Address",
  z.object({
    address: documented(z.string(), { doc: "An IPv4 or IPv6 address." }),
    type: documented(z.enum(["private", "public"]), { doc: "Either `private` or `public`." }),
    network: documented(z.string().optional(), {
      doc: "The id of its network. Absent if the cloud does not report it.",
    }),
  }),
);

/** The outputs of an instance, in the order of the documentation. An update adds those that an older state lacks. */
export const instanceOutputs = {
  status: { schema: z.string(), doc: "The status that Trove reports: `ACTIVE`, `RESTART_REQUIRED`, …" },
  operatingStatus: {
    schema: z.string(),
    doc: "The status of the database itself, as the guest agent reports it: `HEALTHY`, …",
  },
  flavorId: { schema: z.string(), doc: "The id of the flavor, even if it was declared by name." },
  datastoreType: { schema: z.string(), doc: "The name of the datastore: `mysql`, …" },
  datastoreVersion: { schema: z.string(), doc: "The name of the datastore version." },
  volumeSize: {
    schema: z.int().optional(),
    doc: "The size of the volume in GiB. Absent if the datastore has no volume.",
  },
  addresses: {
    schema: z.array(address),
    doc: "Every address, with the id of its network if the cloud reports it. Empty if the cloud reports a host name instead.",
  },
  endpoint: {
    schema: endpoint.optional(),
    doc:
      "Where to connect: the host name, else the private address, else the public one, and the port that Trove " +
      "opens for the datastore. Absent if the cloud reports none of the three, and for a datastore whose name is " +
      "not one of Trove's own: `mysql`, `mariadb`, `percona`, `pxc`, `postgresql`, `mongodb`, `redis`, `cassandra`, " +
      "`couchbase`, `couchdb`, `db2`, `vertica`.",
  },
  host: {
    schema: z.string().optional(),
    doc:
      "The host to connect to: the host name, else the private address, else the public one. Absent if the cloud " +
      "reports none of the three.",
  },
  port: {
    schema: z.int().optional(),
    doc: "The port that Trove opens for the datastore. Absent for a datastore without an `endpoint`.",
  },
  privateEndpoint: {
    schema: endpoint.optional(),
    doc: "The private address and the port. Absent if there is no private address, and when `endpoint` is.",
  },
  publicEndpoint: {
    schema: endpoint.optional(),
    doc: "The public address and the port. Absent if there is no public address, and when `endpoint` is.",
  },
  created: {
    schema: z.string().optional(),
    doc: "When Trove created the instance: ISO 8601, in UTC. Absent if the cloud does not report it.",
  },
  projectId: { schema: z.string(), doc: "The id of the instance's project." },
  region: { schema: z.string(), doc: "The instance's region." },
} as const satisfies Outputs;

export interface InstanceOutputs extends Omit<OutputsOf<typeof instanceOutputs>, "addresses"> {
  addresses: Address[];
}

type ReadOutputs = {
  readonly [Name in keyof InstanceOutputs]: (instance: Instance, cloud: Cloud) => InstanceOutputs[Name];
};

/** How each output is read from an instance. */
const SOURCES: ReadOutputs = {
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
