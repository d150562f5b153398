import type { Instance } from "../trove/types.ts";

/** For how long a GET that agreed with the lists confirms them. */
const CONFIRMED_MS = 60_000;
/** Statuses at which waits end or reads conclude; any other that a list shows without a server is that of a task. */
const CONFIRM: readonly string[] = ["SHUTDOWN", "RESTART_REQUIRED"];

/** What an entry of a list is wanted for. */
export interface Need {
  /** Its addresses are wanted too. */
  readonly all: boolean;
  /** Whether a SHUTDOWN is no news, as after a DELETE that Trove accepted. */
  readonly expectsShutdown: () => boolean;
}

/**
 * Which entries of lists can be believed. Since Trove 26 lists find the server of an instance by a tag, which servers
 * that an earlier release made do not have: without a task such an instance is SHUTDOWN in lists for ever, and it never
 * has addresses there (`trove/instance/models.py`, `Instances.load`). GET of the instance finds its server by id.
 */
export class ListedInstances {
  /** The newest entries that show no server, by id. */
  readonly #withoutServer = new Map<string, Instance>();
  readonly #misreported = new Set<string>();
  /** What a GET agreed with, by id. */
  readonly #confirmed = new Map<string, { readonly status: string; readonly at: number }>();

  /** Whether lists are known to show the instance other than it is: only a GET helps. */
  isMisreported(id: string): boolean {
    return this.#misreported.has(id);
  }

  /** Whether the entry of a list says what is needed. */
  suffices(listed: Instance, { all, expectsShutdown }: Need, now: number): boolean {
    if (showsServer(listed)) return true;
    if (all || this.#misreported.has(listed.id)) return false;
    if (!CONFIRM.includes(listed.status)) return true;
    if (listed.status === "SHUTDOWN" && expectsShutdown()) return true;
    const confirmed = this.#confirmed.get(listed.id);
    return confirmed?.status === listed.status && confirmed.at >= now - CONFIRMED_MS;
  }

  noteList(instances: Iterable<Instance>): void {
    for (const instance of instances) {
      this.#withoutServer.delete(instance.id);
      if (showsServer(instance)) this.#misreported.delete(instance.id);
      // Lists never look for the server of what is being built.
      else if (instance.status !== "BUILD") this.#withoutServer.set(instance.id, instance);
    }
  }

  /** Compares what a GET shows with what the newest list showed. */
  noteGet(instance: Instance, now: number): void {
    const { id, status, addresses } = instance;
    const listed = this.#withoutServer.get(id);
    if (listed === undefined) return;
    const isUp = listed.status === "SHUTDOWN" && status !== "SHUTDOWN";
    if (isUp || addresses.length > 0) this.#misreported.add(id);
    else this.#confirmed.set(id, { status, at: now });
  }
}

/** Whether the list found the server: only then it shows an operating status or addresses. */
function showsServer({ operatingStatus, addresses }: Instance): boolean {
  return operatingStatus !== "" || addresses.length > 0;
}
