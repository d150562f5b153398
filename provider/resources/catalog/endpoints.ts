import type { Address, Instance } from "../../trove/types.ts";

/** Where a client connects. */
export interface Endpoint {
  host: string;
  port: number;
}

/** The port that Trove opens for each datastore (`trove/common/cfg.py`, `tcp_ports`). */
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

/** The port of the database; `undefined` for a datastore whose name is not one of Trove's own. */
export function portOf({ datastore }: Instance): number | undefined {
  return Object.hasOwn(PORTS, datastore.type) ? PORTS[datastore.type] : undefined;
}

/** The host to connect to: the host name, else the private address, else the public one. */
export function hostOf(instance: Instance): string | undefined {
  return instance.hostname ?? addressOf(instance, "private") ?? addressOf(instance, "public");
}

export function endpointAt(host: string | undefined, instance: Instance): Endpoint | undefined {
  const port = portOf(instance);
  return host === undefined || port === undefined ? undefined : { host, port };
}

export function addressOf(instance: Instance, type: Address["type"]): string | undefined {
  return instance.addresses.find((address) => address.type === type)?.address;
}
