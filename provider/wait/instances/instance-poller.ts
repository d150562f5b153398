import type { Clock } from "../../core/clock.ts";
import { isHealthy } from "../../trove/instance-status.ts";
import type { Instances } from "../../trove/instances/instances.ts";
import type { Instance } from "../../trove/types.ts";
import { isTransient } from "../is-transient.ts";
import { type WaitOptions, waitFor } from "../wait-for.ts";
import { Demand } from "./demand.ts";
import type { InstanceList } from "./instance-list.ts";
import { InstanceWatch } from "./instance-watch.ts";
import { ListCost } from "./list-cost.ts";
import { ListReads, type Writes } from "./list-reads.ts";
import { type ListRequirements, ListTrust } from "./list-trust.ts";
import type { ReadRequest } from "./pending-read.ts";
import { PollBudget } from "./poll-budget.ts";
import { RoundPlanner } from "./round-planner.ts";
import { SharedPace } from "./shared-pace.ts";
import { SingleReads } from "./single-reads.ts";

/** Reads that begin within this time share a round. */
const GATHER_MS = 10;

export type InstanceSource = Pick<Instances, "get" | "page">;

/** Counts and rates of all requests of the process, not only of the poller's. */
export interface Traffic extends Writes {
  /** Requests with a verb that the server allows a minute, as far as known. */
  perMinute(verb: string): number | undefined;
}

export interface InstanceWaitOptions<T> extends Omit<WaitOptions<T>, "observe" | "pause" | "clock"> {
  /** @param read gives the instance as it is now, from a request that other waits may share. */
  observe(read: () => Promise<Instance>): Promise<T>;
  /**
   * Whether a SHUTDOWN in a list can be believed now. Otherwise a GET confirms it: see `ListTrust`.
   *
   * @default never
   */
  readonly expectsShutdown?: (() => boolean) | undefined;
}

const NEVER = () => false;

/**
 * Reads instances for all waits and reads of a process, with as few requests as possible. Each round sends what takes
 * fewer requests: a GET for each instance, or the pages of one detail list.
 *
 * Invariant: nobody gets a result that was requested before they began to read or pause. Reads, pauses and requests
 * take numbers from one sequence, and a result goes only to those with a lower number than its request. One list may
 * therefore serve many waits: it began after each of them paused, so it is as new for each as a GET of its own. A list
 * entry must also show what a GET would: `ListTrust` decides that, and a GET follows where it does not. An instance
 * that a list lacks may be deleted or only missed between two pages, so a GET decides that too. There are two
 * exceptions. `getRecent` accepts a list of the last 10 s, as long as this process has started and finished no write
 * since that list began. `getForDelete` accepts one as long as those writes were DELETEs of other instances.
 *
 * Pace: however many reads and waits there are, and whatever wakes them, a list begins at the earliest a second after the
 * one before, except where `RoundPlanner` says so. Lists and GETs together keep to the `PollBudget`. Only the GET that
 * confirms that an instance is gone, and the requests of `getRecent`, do not wait for it: there is one for each instance.
 */
export class InstancePoller {
  /** The pace of long waits. */
  readonly pace = new SharedPace(() => this.#demand.watches.size);
  readonly #clock: Clock;
  readonly #trust = new ListTrust();
  readonly #demand: Demand;
  readonly #singleReads: SingleReads;
  readonly #lists: ListReads;
  readonly #listCost = new ListCost();
  readonly #budget: PollBudget;
  readonly #planner: RoundPlanner;
  /** The list entries that `getForDelete` has returned: when it is called again, Trove may have accepted the DELETE. */
  readonly #answered = new WeakSet<Instance>();
  #isRunning = false;
  /** Ends the throttling between two rounds. */
  #wake = new AbortController();

  constructor(source: InstanceSource, traffic: Traffic, clock: Clock) {
    this.#clock = clock;
    this.#demand = new Demand(clock, this.#trust, () => this.#dropUnneeded());
    this.#singleReads = new SingleReads(source);
    this.#lists = new ListReads(source, clock, traffic);
    this.#budget = new PollBudget(() => traffic.perMinute("GET"));
    this.#planner = new RoundPlanner({
      clock,
      demand: this.#demand,
      singleReads: this.#singleReads,
      trust: this.#trust,
      listCost: this.#listCost,
      budget: this.#budget,
      lists: this.#lists,
    });
  }

  /** Reads the instance as it is from now on. @throws {NotFoundError} it does not exist. */
  get(id: string, signal?: AbortSignal): Promise<Instance> {
    return this.#read({ id, acceptsRecent: false, expectsShutdown: NEVER }, signal);
  }

  /**
   * Reads the instance, with its addresses, where many are read one after another. A list of the last 10 s may answer
   * if it shows all that a GET does and no write was sent since.
   *
   * @throws {NotFoundError} it does not exist.
   */
  async getRecent(id: string, signal?: AbortSignal): Promise<Instance> {
    signal?.throwIfAborted();
    const listed = this.#lists.recent()?.instances.get(id);
    const requirements: ListRequirements = { addresses: true, expectsShutdown: NEVER };
    if (listed !== undefined && this.#trust.suffices(listed, requirements, this.#clock.now())) return listed;
    if (listed !== undefined) this.#trust.markUnconfirmed(id);
    return this.#read({ id, acceptsRecent: true, expectsShutdown: NEVER }, signal);
  }

  /**
   * Reads an instance that is to be deleted. A list of the last 10 s may answer once, if it shows the instance healthy and
   * without replicas, and if this process has sent nothing but DELETEs since: one of another instance changes neither. If
   * the instance has a replica now, Trove refuses the DELETE.
   *
   * @throws {NotFoundError} it does not exist.
   */
  async getForDelete(id: string, signal?: AbortSignal): Promise<Instance> {
    signal?.throwIfAborted();
    const listed = this.#lists.recentExceptDeletes()?.instances.get(id);
    if (listed === undefined || this.#answered.has(listed)) return this.get(id, signal);
    if (!isHealthy(listed) || listed.replicas.length > 0) return this.get(id, signal);
    this.#answered.add(listed);
    return listed;
  }

  /**
   * Reads all instances of the project as they are from now on. Those that Trove refuses to detail lack the details.
   */
  async list(signal?: AbortSignal): Promise<readonly Instance[]> {
    signal?.throwIfAborted();
    const read = this.#demand.addListRead(signal);
    this.#start();
    const { instances, withoutDetails } = await read.answered;
    return [...instances.values(), ...withoutDetails];
  }

  /** Waits for an instance, as `waitFor` does. Every read of the process that shows it may end a pause of the wait. */
  async waitFor<T>(id: string, options: InstanceWaitOptions<T>): Promise<T> {
    const { expectsShutdown = NEVER } = options;
    const read = (signal?: AbortSignal) => this.#read({ id, acceptsRecent: false, expectsShutdown }, signal);
    const watch = new InstanceWatch(this.#clock, { id, read, requirements: { addresses: false, expectsShutdown } });
    this.#demand.watches.add(watch);
    try {
      return await waitFor({
        ...options,
        clock: this.#clock,
        observe: (signal) => options.observe(() => watch.read(signal)),
        pause: (ms, signal) => watch.pause(ms, { sequence: this.#demand.nextSequence(), signal }),
      });
    } finally {
      this.#demand.removeWatch(watch);
    }
  }

  async #read(request: ReadRequest, signal?: AbortSignal): Promise<Instance> {
    signal?.throwIfAborted();
    const read = this.#demand.addRead(request, signal);
    if (request.acceptsRecent) this.#wake.abort();
    this.#start();
    return read.answered;
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Never rejects: failures go to the reads.
    void this.#runRounds();
  }

  async #runRounds(): Promise<void> {
    while (this.#planner.hasWork()) {
      await this.#throttle();
      const sendsList = this.#planner.sendsList();
      this.#sendGets(sendsList ? this.#planner.dueGetsBesideList() : this.#planner.dueGets());
      if (sendsList) await this.#sendList();
    }
    this.#isRunning = false;
  }

  /** Waits until the next round may begin: for other reads to join it, and for the budget. */
  async #throttle(): Promise<void> {
    await this.#clock.sleep(GATHER_MS);
    for (;;) {
      const ms = this.#planner.msUntilNext();
      if (ms <= 0 || !this.#planner.hasWork()) return;
      this.#wake = new AbortController();
      await this.#clock.sleep(ms, this.#wake.signal).catch(() => undefined);
    }
  }

  #sendGets(ids: readonly string[]): void {
    this.#budget.spend(ids.length, this.#clock.now());
    for (const id of ids) void this.#sendGet(id);
  }

  async #sendGet(id: string): Promise<void> {
    const sequence = this.#demand.nextSequence();
    const causedByRecent = this.#demand.reads.values().some((read) => read.id === id && read.acceptsRecent);
    if (causedByRecent && !this.#trust.needsGet(id)) this.#listCost.countSingleRead(this.#clock.now());
    this.#trust.noteSent(id);
    const result = await this.#singleReads.send(id);
    if ("instance" in result) this.#trust.noteGet(result.instance, this.#clock.now());
    this.#demand.serveResult(id, result, sequence);
    this.#serveFromRecentList();
    if (this.#lists.isInProgress) this.#sendGetsBesideList();
    else if (this.#planner.hasWork()) this.#start();
  }

  /** Sends the next GETs while a list is in progress, as far as the budget permits. */
  #sendGetsBesideList(): void {
    const ids = this.#planner.dueGetsBesideList();
    const isPermitted = this.#demand.acceptsRecent || this.#budget.msUntil(ids.length, this.#clock.now()) <= 0;
    if (isPermitted) this.#sendGets(ids);
  }

  async #sendList(): Promise<void> {
    const sequence = this.#demand.nextSequence();
    const { listReads, reads } = this.#demand;
    const served = [...listReads, ...[...reads].filter(({ id }) => !this.#trust.needsGet(id))];
    const result = await this.#lists.send(this.#planner.maxPages());
    if (result === "aborted") return;
    if ("list" in result) return this.#serveList(result.list, sequence);
    this.#listCost.avoid(this.#clock.now());
    // A list that Trove refuses says nothing about a single instance: the next round sends GETs.
    for (const read of isTransient(result.error) ? served : [...listReads]) read.fail(result.error);
  }

  #serveList(list: InstanceList, sequence: number): void {
    this.#budget.spend(list.requests, this.#clock.now());
    this.#trust.noteList(list.instances.values());
    this.#listCost.learn(list);
    this.pace.countRound();
    const missing = this.#demand.serveList(list, sequence, this.#lists.recent() === list);
    // Most of these instances are deleted, so this is their last GET. It is not counted against the budget.
    for (const id of missing) if (!this.#singleReads.isInProgress(id)) void this.#sendGet(id);
  }

  /**
   * Answers reads whose list entry suffices after all, since a GET of another instance has confirmed what lists show.
   */
  #serveFromRecentList(): void {
    const list = this.#lists.recent();
    if (list !== undefined) this.#demand.serveFromRecent(list, (id) => this.#singleReads.isInProgress(id));
  }

  /** Ends the requests and the throttling that no read or wait needs any longer. */
  #dropUnneeded(): void {
    const { ids } = this.#demand;
    this.#singleReads.keepOnly(ids);
    this.#trust.keepOnly(ids);
    if (this.#demand.hasReads) return;
    this.#wake.abort();
    this.#lists.abort();
  }
}
