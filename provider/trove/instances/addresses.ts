import { BlockList, isIP } from "node:net";
import type { Address } from "../types.ts";

interface WireAddress {
  readonly address: string;
  readonly type?: string | null | undefined;
  readonly network?: string | null | undefined;
}

/**
 * The addresses of an instance. Clouds before Wallaby tell only `ip`, bare addresses: there the kind is read off the
 * address itself.
 */
export function addressesFrom(addresses: readonly WireAddress[] | undefined, ip: readonly string[]): Address[] {
  if (addresses === undefined) {
    return ip.map((address) => ({ address, type: kindOf(address), network: undefined }));
  }
  return addresses.map(({ address, type, network }) => ({
    address,
    type: type === "public" || type === "private" ? type : kindOf(address),
    network: network ?? undefined,
  }));
}

const privateRanges = new BlockList();
privateRanges.addSubnet("10.0.0.0", 8);
privateRanges.addSubnet("172.16.0.0", 12);
privateRanges.addSubnet("192.168.0.0", 16);
privateRanges.addSubnet("100.64.0.0", 10);
privateRanges.addSubnet("fc00::", 7, "ipv6");

function kindOf(address: string): "private" | "public" {
  return privateRanges.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") ? "private" : "public";
}
