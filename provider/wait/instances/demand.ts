import type { Clock } from "../../core/clock.ts";
import { isGone } from "../../trove/errors/is-gone.ts";
import type { InstanceList } from "./instance-list.ts";
import type { InstanceWatch } from "./instance-watch.ts";
import type { ListTrust } from "./list-trust.ts";
import { InstanceRead, PendingRead, type ReadRequest } from "./pending-read.ts";
import type { ReadResult } from "./single-reads.ts";

/**
 * Everything that needs an instance now: reads of one, reads of the whole list, and waits. Hands each result to those
 * for whom it is new enough: see the invariant of `InstancePoller`.
 */
export class Demand {
  readonly reads = new Set<InstanceRead>();
  readonly listReads = new Set<PendingRead<InstanceList>>();
  readonly watches = new Set<InstanceWatch>();
  readonly #clock: Clock;
  readonly #trust: ListTrust;
  readonly #onEnd: () => void;
  #sequence = 0;

  /** @param onEnd called whenever a read or a wait has ended. */
  constructor(clock: Clock, trust: ListTrust, onEnd: () => void) {
    this.#clock = clock;
    this.#trust = trust;
    this.#onEnd = onEnd;
  }

  /** Numbers reads, pauses and requests in the order in which they begin. A clock is too coarse for that. */
  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  addRead(request: ReadRequest, signal: AbortSignal | undefined): InstanceRead {
    const read = new InstanceRead(request, this.nextSequence(), signal, () => this.#end(this.reads, read));
    this.reads.add(read);
    return read;
  }

  addListRead(signal: AbortSignal | undefined): PendingRead<InstanceList> {
    const read = new PendingRead<InstanceList>(this.nextSequence(), signal, () => this.#end(this.listReads, read));
    this.listReads.add(read);
    return read;
  }

  removeWatch(watch: InstanceWatch): void {
    this.#end(this.watches, watch);
  }

  /** Whether any read is pending. Waits are not counted: they pause. */
  get hasReads(): boolean {
    return this.listReads.size + this.reads.size > 0;
  }

  /** How many instances a read or a wait needs, and how many reads need the whole list. */
  get size(): number {
    return this.listReads.size + this.ids.size;
  }

  /** Whether a read accepts a recent list: such reads come many together, as in a refresh, and have no budget. */
  get acceptsRecent(): boolean {
    return this.reads.values().some(({ acceptsRecent }) => acceptsRecent);
  }

  /** Ids of the instances with a pending read. */
  get readIds(): readonly string[] {
    return [...this.reads].map(({ id }) => id);
  }

  /** Ids of the instances that a read or a wait needs. */
  get ids(): ReadonlySet<string> {
    return new Set([...this.reads, ...this.watches].map(({ id }) => id));
  }

  /** Ids of the instances whose waits pause, and so take the result of any request. */
  get pausedIds(): readonly string[] {
    return [...this.watches].filter(({ isPausing }) => isPausing).map(({ id }) => id);
  }

  /**
   * Hands out a list whose request has this sequence number.
   *
   * @param isRecent whether it may answer reads that began later.
   * @returns ids of the instances that it should have shown.
   */
  serveList(list: InstanceList, sequence: number, isRecent: boolean): ReadonlySet<string> {
    if (list.complete) {
      for (const read of this.listReads) if (read.sequence <= sequence) read.answer(list);
    }
    const missing = this.#serveReads(list, sequence, isRecent);
    return new Set([...missing, ...this.#serveWatches(list, sequence)]);
  }

  #serveReads({ instances }: InstanceList, sequence: number, isRecent: boolean): string[] {
    const missing: string[] = [];
    for (const read of [...this.reads]) {
      const instance = instances.get(read.id);
      const isNewEnough = read.sequence <= sequence;
      if (instance === undefined) {
        if (isNewEnough) missing.push(read.id);
      } else if (isNewEnough || (read.acceptsRecent && isRecent)) {
        if (this.#trust.suffices(instance, read.requirements, this.#clock.now())) read.answer(instance);
        else this.#trust.markUnconfirmed(read.id);
      }
    }
    return missing;
  }

  #serveWatches({ instances, complete }: InstanceList, sequence: number): string[] {
    const missing: string[] = [];
    for (const watch of this.watches) {
      const instance = instances.get(watch.id);
      const isNewEnough = watch.hasPausedBefore(sequence);
      if (instance === undefined) {
        if (complete && isNewEnough) missing.push(watch.id);
      } else if (this.#trust.suffices(instance, watch.requirements, this.#clock.now())) {
        watch.notify({ instance }, sequence);
      } else if (isNewEnough && !this.#trust.isMisreported(watch.id)) {
        // The wait of a misreported instance sends a GET after each pause, and needs none before.
        this.#trust.markUnconfirmed(watch.id);
      }
    }
    return missing;
  }

  /** Hands out a recent list to the reads that accept one and have no GET in progress. */
  serveFromRecent({ instances }: InstanceList, isInProgress: (id: string) => boolean): void {
    for (const read of [...this.reads]) {
      const instance = instances.get(read.id);
      if (!read.acceptsRecent || instance === undefined || isInProgress(read.id)) continue;
      if (this.#trust.suffices(instance, read.requirements, this.#clock.now())) read.answer(instance);
    }
  }

  /** Hands out the response to a GET whose request has this sequence number. */
  serveResult(id: string, result: ReadResult, sequence: number): void {
    for (const read of [...this.reads]) {
      if (read.id !== id || read.sequence > sequence) continue;
      if ("instance" in result) read.answer(result.instance);
      else read.fail(result.error);
    }
    // A failure that may pass does not end the pause of a wait.
    if ("error" in result && !isGone(result.error, { instance: id })) return;
    for (const watch of this.watches) if (watch.id === id) watch.notify(result, sequence);
  }

  #end<Ended>(all: Set<Ended>, ended: Ended): void {
    all.delete(ended);
    this.#onEnd();
  }
}
