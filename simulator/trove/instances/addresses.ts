import type { Cloud } from "../cloud.ts";
import type { AddressRecord, Instance } from "./instance.ts";

/**
 * Creates a port for each NIC, with a floating IP address if the instance is public. If a server listens, all have its
 * address.
 */
export function createPorts(cloud: Cloud, instance: Instance): void {
  const own = instance.databaseServer.endpoint?.address;
  const ports = instance.nics.map(({ networkId, ipAddress }): AddressRecord => {
    const address = own ?? ipAddress ?? `10.9.0.${cloud.nextAddress()}`;
    return { address, type: "private", network: networkId };
  });
  // A server is reachable without a network too.
  instance.addresses = own !== undefined && ports.length === 0 ? [{ address: own, type: "private" }] : ports;
  if (instance.access?.is_public === true) setPublic(cloud, instance, true);
}

export function setPublic(cloud: Cloud, instance: Instance, isPublic: boolean): void {
  const ports = instance.addresses.filter(({ type }) => type === "private");
  const floating = ports.map((): AddressRecord => {
    const address = instance.databaseServer.endpoint?.address ?? `203.0.113.${cloud.nextAddress()}`;
    return { address, type: "public" };
  });
  instance.addresses = isPublic ? [...ports, ...floating] : ports;
}

/**
 * The ranges that may connect to a new instance; `undefined` for everybody, which is what an empty list means in a create
 * (`trove/taskmanager/models.py`, `_create_secgroup`).
 */
export function cidrsOfCreate({ access }: Pick<Instance, "access">): readonly string[] | undefined {
  const ranges = access?.allowed_cidrs;
  return Array.isArray(ranges) && ranges.length > 0 ? ranges : undefined;
}
