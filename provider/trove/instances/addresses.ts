import { BlockList, isIP } from "node:net";
import type { Address } from "../types.ts";

interface WireAddress {
  readonly address: string;
  readonly type?: string | null | undefined;
  readonly network?: string | null | undefined;
}

/**
 * Returns the addresses of an instance. Clouds before Wallaby show only `ip`, without types: there the type follows
 * from the address.
 */
export function addressesFrom(addresses: readonly WireAddress[] | undefined, ip: readonly string[]): Address[] {
  if (addresses === undefined) {
    return ip.map((address) => ({ address, type: typeOf(address), network: undefined }));
  }
  return addresses.map(({ address, type, network }) => ({
    address,
    type: type === "public" || type === "private" ? type : typeOf(address),
    network: network ?? undefined,
  }));
}

const PRIVATE_RANGES = new BlockList();
PRIVATE_RANGES.addSubnet("10.0.0.0", 8);
PRIVATE_RANGES.addSubnet("172.16.0.0", 12);
PRIVATE_RANGES.addSubnet("192.168.0.0", 16);
PRIVATE_RANGES.addSubnet("100.64.0.0", 10);
PRIVATE_RANGES.addSubnet("fc00::", 7, "ipv6");

function typeOf(address: string): "private" | "public" {
  return PRIVATE_RANGES.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") ? "private" : "public";
}
