import { randomInt } from "node:crypto";
import { refusalToListen } from "./listen.ts";
import { claimNetwork, type NetworkClaim } from "./network-claim.ts";

/** Where programs reach an instance. */
export interface Lease {
  readonly address: string;
  readonly port: number;
  /** Whether the address is the instance's own and the port its datastore's. */
  readonly isOwn: boolean;
  /** Why it is not its own, in one sentence; `undefined` if it is. */
  readonly reason: string | undefined;
  /** A free port of the address for the server itself, behind the forwarder. */
  readonly serverPort: number;
}

/** Below the ports that systems choose for connections: from 32768 on Linux, from 49152 on macOS. */
const [FIRST_PORT, END_OF_PORTS] = [20_000, 32_768];
/** As many addresses in use mean that a program listens on all. */
const MAX_TAKEN = 3;
const LAST_HOST = 254;

/**
 * The loopback addresses of one simulator's instances: each has its own, in a network that no other simulator of the
 * machine uses. Where that is not possible they share 127.0.0.1, on different ports.
 */
export class AddressPool {
  readonly #claim: NetworkClaim | undefined;
  /** Why there is no network. */
  readonly #reason: string | undefined;
  readonly #leased = new Set<string>();
  // The host 1 holds the claim. Both counters go on after a release, so an address is not used again soon.
  #nextHost = 2;
  #nextPort = randomInt(FIRST_PORT, END_OF_PORTS);

  private constructor(claimed: NetworkClaim | string) {
    this.#claim = typeof claimed === "string" ? undefined : claimed;
    this.#reason = typeof claimed === "string" ? claimed : undefined;
  }

  /** @param preferred the first three numbers of the network to claim if it is free, such as `127.0.0`. */
  static async open(preferred?: string): Promise<AddressPool> {
    return new AddressPool(await claimNetwork(preferred));
  }

  /** Such as `127.93.7.0/24`; `undefined` if all share 127.0.0.1. */
  get network(): string | undefined {
    return this.#claim && `${this.#claim.network}.0/24`;
  }

  /** @param port the datastore's. */
  async lease(port: number): Promise<Lease> {
    const own = await this.#ownAddress(port);
    if ("address" in own) {
      const serverPort = await this.#freePort(own.address);
      return { address: own.address, port, isOwn: true, reason: undefined, serverPort };
    }
    const address = "127.0.0.1";
    const [shared, serverPort] = [await this.#freePort(address), await this.#freePort(address)];
    this.#leased.add(`${address}:${shared}`).add(`${address}:${serverPort}`);
    return { address, port: shared, isOwn: false, reason: own.reason, serverPort };
  }

  release({ address, port, isOwn, serverPort }: Lease): void {
    if (isOwn) this.#leased.delete(address);
    else for (const used of [port, serverPort]) this.#leased.delete(`${address}:${used}`);
  }

  /** Lets another simulator claim the network. */
  async close(): Promise<void> {
    await this.#claim?.release();
  }

  async #ownAddress(port: number): Promise<{ readonly address: string } | { readonly reason: string }> {
    if (this.#claim === undefined) return { reason: this.#reason ?? "" };
    for (let taken = 0; taken < MAX_TAKEN; taken++) {
      const address = this.#nextAddress(this.#claim.network);
      if (address === undefined) return { reason: `All addresses of ${this.network} are in use.` };
      const refusal = await refusalToListen(address, port);
      if (refusal === undefined) return { address };
      this.#leased.delete(address);
      if (refusal !== "EADDRINUSE")
        return { reason: `This machine does not have the address ${address} (${refusal}).` };
    }
    return { reason: `Port ${port} is in use on every loopback address: a program listens on all (0.0.0.0).` };
  }

  #nextAddress(network: string): string | undefined {
    for (let tried = 2; tried <= LAST_HOST; tried++) {
      const address = `${network}.${this.#nextHost}`;
      this.#nextHost = this.#nextHost === LAST_HOST ? 2 : this.#nextHost + 1;
      if (this.#leased.has(address)) continue;
      // Taken before it is tried: another call may be under way.
      this.#leased.add(address);
      return address;
    }
    return undefined;
  }

  async #freePort(address: string): Promise<number> {
    for (let tried = FIRST_PORT; tried < END_OF_PORTS; tried++) {
      const port = this.#nextPort;
      this.#nextPort = port + 1 === END_OF_PORTS ? FIRST_PORT : port + 1;
      if (this.#leased.has(`${address}:${port}`)) continue;
      if ((await refusalToListen(address, port)) === undefined) return port;
    }
    throw new Error(`No port of ${address} from ${FIRST_PORT} to ${END_OF_PORTS - 1} is free.`);
  }
}
