import { BlockList, isIP } from "node:net";

/** How a list of address ranges applies to programs on this machine. */
export type AccessKind =
  /** No list: everybody is let in. */
  | "everybody"
  /** An empty list: nobody is. */
  | "nobody"
  /** Ranges of which at least one contains loopback addresses: applied as they are. */
  | "ranges"
  /** Ranges elsewhere, such as 10.0.0.0/8: applied, and loopback is let in too, where all programs are. */
  | "ranges-and-loopback";

/** One for each family: in one for both, ::/0 would contain all IPv4 addresses. */
type Ranges = Readonly<Record<"ipv4" | "ipv6", BlockList>>;

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

/** Who may connect to an instance. */
export class AccessRule {
  readonly kind: AccessKind;
  readonly #ranges: Ranges;

  /**
   * @param cidrs `undefined` for everybody. An address without a prefix length is a range of one. What is no range, such
   * as 300.0.0.0/8, contains no address.
   */
  constructor(cidrs: readonly string[] | undefined) {
    this.kind = kindOf(cidrs);
    this.#ranges = rangesOf(this.kind === "ranges-and-loopback" ? [...(cidrs ?? []), ...LOOPBACK] : (cidrs ?? []));
  }

  admits(address: string): boolean {
    return this.kind === "everybody" || contains(this.#ranges, address);
  }
}

function kindOf(cidrs: readonly string[] | undefined): AccessKind {
  if (cidrs === undefined) return "everybody";
  if (cidrs.length === 0) return "nobody";
  return cidrs.some(overlapsLoopback) ? "ranges" : "ranges-and-loopback";
}

/** Of two ranges that overlap, one contains the other's first address. */
function overlapsLoopback(cidr: string): boolean {
  const range = rangesOf([cidr]);
  const loopback = rangesOf(LOOPBACK);
  return LOOPBACK.some((one) => contains(range, networkOf(one))) || contains(loopback, networkOf(cidr));
}

function rangesOf(cidrs: readonly string[]): Ranges {
  const ranges = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const cidr of cidrs) {
    const family = familyOf(networkOf(cidr));
    const most = family === "ipv4" ? 32 : 128;
    const prefix = cidr.includes("/") ? Number(cidr.slice(cidr.indexOf("/") + 1) || Number.NaN) : most;
    if (family === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > most) continue;
    ranges[family].addSubnet(networkOf(cidr), prefix, family);
  }
  return ranges;
}

function contains(ranges: Ranges, address: string): boolean {
  const family = familyOf(address);
  return family !== undefined && ranges[family].check(address, family);
}

function networkOf(cidr: string): string {
  return cidr.split("/", 1)[0] ?? "";
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  return isIP(address) === 4 ? "ipv4" : isIP(address) === 6 ? "ipv6" : undefined;
}
