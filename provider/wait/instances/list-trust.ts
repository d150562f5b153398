import type { Instance } from "../../trove/types.ts";

/** For how long a list is believed after a GET agreed with it. */
const CONFIRMED_MS = 60_000;

/** What a list entry must show to answer a read or a wait without a GET. */
export interface ListRequirements {
  /** Whether the addresses are required, not only the status. */
  readonly addresses: boolean;
  /** Whether SHUTDOWN is expected now, as after an accepted DELETE: then no GET confirms it. */
  readonly expectsShutdown: () => boolean;
}

/** A GET that agreed with the status that the newest list showed. */
interface Confirmation {
  readonly status: string;
  readonly at: number;
  /** Whether it showed addresses that the list did not. */
  readonly showsMore: boolean;
}

/**
 * Decides which list entries can be trusted. Since Trove 26, lists find an instance's server by a tag, which servers
 * created by an earlier release lack: lists show such an instance as SHUTDOWN unless a task is running, and never with
 * addresses (`trove/instance/models.py`, `Instances.load`). A GET of the instance finds its server by id.
 */
export class ListTrust {
  /** The entries of the newest list that show no server, by id. */
  readonly #withoutServer = new Map<string, Instance>();
  readonly #misreported = new Set<string>();
  readonly #confirmations = new Map<string, Confirmation>();
  readonly #unconfirmed = new Set<string>();
  /** Whether a GET shows addresses of an instance in BUILD, as it does from Trove 26 on; lists never do. */
  #showsAddressesInBuild: boolean | undefined;

  /** Ids of the instances whose list entry did not suffice for a read or a wait: a GET is due. */
  get unconfirmed(): ReadonlySet<string> {
    return this.#unconfirmed;
  }

  /** Whether no list can answer for the instance, so that it needs a GET. */
  needsGet(id: string): boolean {
    return this.#unconfirmed.has(id) || this.#misreported.has(id);
  }

  /** Whether lists are known to show a wrong status or to lack addresses. */
  isMisreported(id: string): boolean {
    return this.#misreported.has(id);
  }

  /** Whether a list entry meets the requirements. */
  suffices(listed: Instance, { addresses, expectsShutdown }: ListRequirements, now: number): boolean {
    const { id, status, hostname } = listed;
    if (showsServer(listed)) return true;
    if (this.#misreported.has(id)) return false;
    if (status === "SHUTDOWN") return !addresses && (expectsShutdown() || this.#isConfirmed(listed, now));
    // Trove takes every other status from its database. With DNS it shows a hostname instead of addresses, in lists and
    // GETs alike (`trove/instance/views.py`). The hostname is in the database too, so it does not prove a server.
    if (hostname !== undefined) return true;
    if (addresses && status === "BUILD") return this.#showsAddressesInBuild === false;
    if (addresses) return this.#isConfirmed(listed, now) && !this.#confirmations.get(id)?.showsMore;
    return status !== "RESTART_REQUIRED" || this.#isConfirmed(listed, now);
  }

  /** Notes that the list entry of an instance did not suffice. */
  markUnconfirmed(id: string): void {
    this.#unconfirmed.add(id);
  }

  /** Notes that a GET of the instance was sent. */
  noteSent(id: string): void {
    this.#unconfirmed.delete(id);
  }

  /** Forgets it of all other instances. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#unconfirmed) if (!ids.has(id)) this.#unconfirmed.delete(id);
  }

  noteList(instances: Iterable<Instance>): void {
    for (const instance of instances) {
      this.#withoutServer.delete(instance.id);
      if (showsServer(instance)) this.#misreported.delete(instance.id);
      else this.#withoutServer.set(instance.id, instance);
    }
  }

  /** Compares the response to a GET with the newest list. */
  noteGet({ id, status, addresses }: Instance, now: number): void {
    const listed = this.#withoutServer.get(id);
    if (listed === undefined) return;
    const showsMore = addresses.length > 0;
    if (listed.status === "BUILD") {
      // BUILD without addresses proves little, since the port may not exist yet. BUILD with addresses is proof.
      if (status === "BUILD") this.#showsAddressesInBuild = this.#showsAddressesInBuild === true || showsMore;
    } else if (listed.status === "SHUTDOWN" ? status !== "SHUTDOWN" : showsMore) {
      this.#misreported.add(id);
    } else {
      // Before Trove 26 an instance being deleted can keep addresses after its server: Neutron still has the ports.
      this.#confirmations.set(id, { status, at: now, showsMore });
    }
  }

  #isConfirmed({ id, status }: Instance, now: number): boolean {
    const confirmation = this.#confirmations.get(id);
    return confirmation?.status === status && confirmation.at >= now - CONFIRMED_MS;
  }
}

/** Whether the list found the server: only then does it show an operating status or addresses. */
function showsServer({ operatingStatus, addresses }: Instance): boolean {
  return operatingStatus !== "" || addresses.length > 0;
}
