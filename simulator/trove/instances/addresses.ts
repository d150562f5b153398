import type { Cloud } from "../cloud.ts";
import type { AddressRecord, Instance } from "./instance.ts";

/** Creates a port for each NIC, with a floating IP address if the instance is public. */
export function createPorts(cloud: Cloud, instance: Instance): void {
  const ports = instance.nics.map(({ networkId, ipAddress }): AddressRecord => {
    const address = ipAddress ?? `10.9.0.${cloud.nextAddress()}`;
    return { address, type: "private", network: networkId };
  });
  instance.addresses = ports;
  if (instance.access?.is_public === true) setPublic(cloud, instance, true);
}

export function setPublic(cloud: Cloud, instance: Instance, isPublic: boolean): void {
  const ports = instance.addresses.filter(({ type }) => type === "private");
  const floating = ports.map((): AddressRecord => ({ address: `203.0.113.${cloud.nextAddress()}`, type: "public" }));
  instance.addresses = isPublic ? [...ports, ...floating] : ports;
}
