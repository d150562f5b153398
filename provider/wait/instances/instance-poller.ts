import type { Clock } from "../../core/clock.ts";
import { isGone } from "../../trove/errors/is-gone.ts";
import type { Instances } from "../../trove/instances/instances.ts";
import type { Instance } from "../../trove/types.ts";
import { isTransient } from "../is-transient.ts";
import { type WaitOptions, waitFor } from "../wait-for.ts";
import { fetchInstances, type InstanceList } from "./instance-list.ts";
import { InstanceRead, type ReadRequest } from "./instance-read.ts";
import { InstanceWatch, type Seen } from "./instance-watch.ts";
import { LIST_SERVES_MS, ListCost } from "./list-cost.ts";
import { type ListRequirements, ListTrust } from "./list-trust.ts";
import { PendingRead } from "./pending-read.ts";
import { PollBudget } from "./poll-budget.ts";
import { SharedPace } from "./shared-pace.ts";

/** Looks that come within so many milliseconds go together. */
const GATHER_MS = 10;
/** GETs that are under way at once. */
const MAX_CONCURRENT_READS = 8;

/** What is asked. */
export type InstanceSource = Pick<Instances, "get" | "page">;

/** What the requests of the process say of themselves, those of the poller and all others. */
export interface Traffic {
  /** How many that may change something were sent, plus how many of them are over. */
  changes(): number;
  /** How many of a verb the server takes a minute, as far as known. */
  perMinute(verb: string): number | undefined;
}

export interface InstanceWaitOptions<T> extends Omit<WaitOptions<T>, "observe" | "pause" | "clock"> {
  /** @param look gives the instance as it is now; every other wait shares it. */
  observe(look: () => Promise<Instance>): Promise<T>;
  /**
   * Whether a SHUTDOWN that a list shows can be believed now. Otherwise a GET confirms it: see `ListedInstances`.
   *
   * @default never
   */
  readonly expectsShutdown?: (() => boolean) | undefined;
}

const NEVER = () => false;

/**
 * Looks at instances for all waits and reads of a process together. A round asks what is cheaper in requests: a GET for
 * each instance, or the pages of one detail list, which then serves everyone who waits. Lists go one at a time and fill
 * no more than half of it; all rounds together take at most three quarters of the rate of GETs.
 */
export class InstancePoller {
  /** The pace of waits that take a while. */
  readonly pace = new SharedPace(() => this.#watches.size);
  readonly #source: InstanceSource;
  readonly #traffic: Traffic;
  readonly #clock: Clock;
  readonly #allowance: PollBudget;
  readonly #listPrice = new ListCost();
  readonly #looks = new Set<InstanceRead>();
  readonly #lists = new Set<PendingRead<InstanceList>>();
  readonly #watches = new Set<InstanceWatch>();
  /** The GETs under way, by id. */
  readonly #flights = new Map<string, AbortController>();
  readonly #listed = new ListTrust();
  /** Ids whose list entry did not suffice for a read or wait: a GET follows, unless that ends first. */
  readonly #unconfirmed = new Set<string>();
  /** Counts what is begun, questions and looks alike: the clock is too coarse to tell which was first. */
  #moment = 0;
  #running = false;
  #isListing = false;
  /** Cuts the rest between two rounds short. */
  #hurry = new AbortController();
  /** Ends a list that nobody waits for any longer. */
  #listing = new AbortController();
  #last: { readonly list: InstanceList; readonly changes: number } | undefined;

  constructor(source: InstanceSource, traffic: Traffic, clock: Clock) {
    this.#source = source;
    this.#traffic = traffic;
    this.#clock = clock;
    this.#allowance = new PollBudget(() => traffic.perMinute("GET"));
  }

  /** The instance as it is from now on. @throws {NotFoundError} there is none. */
  get(id: string, signal?: AbortSignal): Promise<Instance> {
    return this.#ask({ id, isRead: false, expectsShutdown: NEVER }, signal);
  }

  /**
   * The same where many are read one after another, with its addresses: a list of the last 10 s serves too, if nothing
   * was sent since and it shows all that a GET does.
   */
  async getRecent(id: string, signal?: AbortSignal): Promise<Instance> {
    signal?.throwIfAborted();
    const listed = this.#known()?.instances.get(id);
    const requirements: ListRequirements = { addresses: true, expectsShutdown: NEVER };
    if (listed !== undefined && this.#listed.suffices(listed, requirements, this.#clock.now())) return listed;
    if (listed !== undefined) this.#unconfirmed.add(id);
    return this.#ask({ id, isRead: true, expectsShutdown: NEVER }, signal);
  }

  /** All instances of the project, as they are from now on; those whose details Trove does not show without them. */
  async list(signal?: AbortSignal): Promise<readonly Instance[]> {
    signal?.throwIfAborted();
    const question = new PendingRead<InstanceList>(this.#next(), signal, () => this.#end(this.#lists, question));
    this.#lists.add(question);
    this.#start();
    const { instances, withoutDetails } = await question.answered;
    return [...instances.values(), ...withoutDetails];
  }

  /** As `waitFor`, for one instance. */
  async waitFor<T>(id: string, options: InstanceWaitOptions<T>): Promise<T> {
    const { expectsShutdown = NEVER } = options;
    const ask = (signal?: AbortSignal) => this.#ask({ id, isRead: false, expectsShutdown }, signal);
    const watch = new InstanceWatch(this.#clock, { id, ask, requirements: { addresses: false, expectsShutdown } });
    this.#watches.add(watch);
    try {
      return await waitFor({
        ...options,
        clock: this.#clock,
        observe: (signal) => options.observe(() => watch.look(signal)),
        pause: (ms, signal) => watch.pause(ms, { from: this.#next(), signal }),
      });
    } finally {
      this.#watches.delete(watch);
      this.#dropUnasked();
    }
  }

  async #ask(request: ReadRequest, signal?: AbortSignal): Promise<Instance> {
    signal?.throwIfAborted();
    const look = new InstanceRead(request, this.#next(), signal, () => this.#end(this.#looks, look));
    this.#looks.add(look);
    if (request.isRead) this.#hurry.abort();
    this.#start();
    return look.answered;
  }

  #next(): number {
    this.#moment += 1;
    return this.#moment;
  }

  #end<Ended>(questions: Set<Ended>, ended: Ended): void {
    questions.delete(ended);
    this.#dropUnasked();
  }

  /** Ends the requests that no read or wait needs any longer, and forgets those to come. */
  #dropUnasked(): void {
    const asked = new Set([...this.#looks, ...this.#watches].map(({ id }) => id));
    for (const [id, flight] of this.#flights) if (!asked.has(id)) flight.abort();
    for (const id of this.#unconfirmed) if (!asked.has(id)) this.#unconfirmed.delete(id);
    if (this.#lists.size + this.#looks.size > 0) return;
    this.#hurry.abort();
    this.#listing.abort();
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    // It tells every failure to those who asked.
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#hasWork()) {
      await this.#rest();
      const listPays = this.#listPays();
      this.#lookByGets(listPays ? this.#dueGets() : this.#due());
      if (listPays) await this.#lookByList();
    }
    this.#running = false;
  }

  #hasWork(): boolean {
    return this.#lists.size > 0 || this.#due().length > 0;
  }

  #due(isWanted: (id: string) => boolean = () => true): string[] {
    const ids = new Set([...this.#unconfirmed, ...this.#looks.values().map(({ id }) => id)]);
    const due = [...ids].filter((id) => !this.#flights.has(id) && isWanted(id));
    return due.slice(0, Math.max(0, MAX_CONCURRENT_READS - this.#flights.size));
  }

  /** Those of them that no list answers. */
  #dueGets(): string[] {
    return this.#due((id) => this.#isForGet(id));
  }

  /** Until the next round: a moment in which others can join, and then as long as the last rounds were dear. */
  async #rest(): Promise<void> {
    await this.#clock.sleep(GATHER_MS);
    for (let ms = this.#msToRest(); ms > 0 && this.#hasWork(); ms = this.#msToRest()) {
      this.#hurry = new AbortController();
      await this.#clock.sleep(ms, this.#hurry.signal).catch(() => undefined);
    }
  }

  #msToRest(): number {
    const now = this.#clock.now();
    if (this.#isReading()) return 0;
    if (!this.#listPays()) return this.#allowance.msUntil(this.#due().length, now);
    const { begunAt = now, tookMs = 0 } = this.#last?.list ?? {};
    const requests = this.#listPrice.requests + this.#dueGets().length;
    return Math.max(this.#allowance.msUntil(requests, now), begunAt + 2 * tookMs - now);
  }

  /** Whether a list costs fewer requests than a GET for each instance that is asked for now or will be in a moment. */
  #listPays(): boolean {
    if (this.#lists.size > 0) return true;
    const isListable = this.#looks.values().some(({ id }) => !this.#isForGet(id));
    return isListable && this.#listPrice.isCheaper(this.#wanted(), this.#clock.now());
  }

  /** Whether no list answers for it. */
  #isForGet(id: string): boolean {
    return this.#unconfirmed.has(id) || this.#listed.isMisreported(id);
  }

  /** How many requests a list would save. */
  #wanted(): number {
    const asked = [...this.#looks].map(({ id }) => id);
    const listable = [...asked, ...this.#waited()].filter((id) => !this.#isForGet(id));
    const reads = this.#isReading() ? this.#listPrice.recentSingleReads(this.#clock.now()) : 0;
    return new Set(listable).size + reads;
  }

  #isReading(): boolean {
    return this.#looks.values().some(({ isRead }) => isRead);
  }

  #waited(): string[] {
    return [...this.#watches].filter(({ pausing }) => pausing).map(({ id }) => id);
  }

  async #lookByList(): Promise<void> {
    const moment = this.#next();
    const changes = this.#traffic.changes();
    const asked = [...this.#lists, ...[...this.#looks].filter(({ id }) => !this.#isForGet(id))];
    const mostPages = this.#lists.size > 0 ? Number.POSITIVE_INFINITY : this.#wanted();
    this.#isListing = true;
    this.#listing = new AbortController();
    const { signal } = this.#listing;
    try {
      const list = await fetchInstances(this.#source, { mostPages, clock: this.#clock, signal });
      this.#last = { list, changes };
      this.#serve(list, moment);
    } catch (error) {
      if (signal.aborted) return;
      this.#listPrice.avoid(this.#clock.now());
      // A list that is refused says nothing of a single instance: GETs can tell.
      for (const question of isTransient(error) ? asked : this.#lists) question.fail(error);
    } finally {
      this.#isListing = false;
    }
  }

  /**
   * What a list does not show in detail that was there when it began may be gone, or was missed: only a GET can tell. It
   * does so once for most, so it is not counted as looking.
   */
  #serve(list: InstanceList, moment: number): void {
    const now = this.#clock.now();
    this.#allowance.spend(list.requests, now);
    this.#listed.noteList(list.instances.values());
    this.#listPrice.learn(list);
    this.pace.countRound();
    if (list.complete) for (const question of this.#lists) if (question.from <= moment) question.answer(list);
    const servesReads = this.#known() === list;
    const unseen = new Set<string>();
    for (const look of [...this.#looks]) {
      const instance = list.instances.get(look.id);
      if (instance === undefined) {
        if (look.from <= moment) unseen.add(look.id);
      } else if (look.from <= moment || (look.isRead && servesReads)) {
        if (this.#listed.suffices(instance, look.requirements, now)) look.answer(instance);
        else this.#unconfirmed.add(look.id);
      }
    }
    for (const watch of this.#watches) {
      const instance = list.instances.get(watch.id);
      if (instance === undefined) {
        if (list.complete && watch.pausesSince(moment)) unseen.add(watch.id);
      } else if (this.#listed.suffices(instance, watch.requirements, now)) watch.notify({ instance }, moment);
      // What is known to be misreported has a GET whenever the wait looks by itself.
      else if (watch.pausesSince(moment) && !this.#listed.isMisreported(watch.id)) this.#unconfirmed.add(watch.id);
    }
    for (const id of unseen) if (!this.#flights.has(id)) void this.#lookByGet(id);
  }

  #lookByGets(due: readonly string[]): void {
    this.#allowance.spend(due.length, this.#clock.now());
    for (const id of due) void this.#lookByGet(id);
  }

  async #lookByGet(id: string): Promise<void> {
    const moment = this.#next();
    const flight = new AbortController();
    this.#flights.set(id, flight);
    const isRead = this.#looks.values().some((look) => look.id === id && look.isRead);
    if (isRead && !this.#isForGet(id)) this.#listPrice.countSingleRead(this.#clock.now());
    this.#unconfirmed.delete(id);
    const seen: Seen = await this.#source.get(id, { signal: flight.signal }).then(
      (instance) => ({ instance }),
      (error: unknown) => ({ error }),
    );
    this.#flights.delete(id);
    if ("instance" in seen) this.#listed.noteGet(seen.instance, this.#clock.now());
    this.#tell(id, seen, moment);
    this.#answerReads();
    if (this.#isListing) this.#continueGets();
    else if (this.#hasWork()) this.#start();
  }

  /** Answers the reads whose list entry suffices after all, by what a GET of another instance showed of the cloud. */
  #answerReads(): void {
    const list = this.#known();
    if (list === undefined) return;
    for (const look of [...this.#looks]) {
      const listed = list.instances.get(look.id);
      if (!look.isRead || listed === undefined || this.#flights.has(look.id)) continue;
      if (this.#listed.suffices(listed, look.requirements, this.#clock.now())) look.answer(listed);
    }
  }

  /** Starts the next GETs while a list is under way, as far as the allowance permits. */
  #continueGets(): void {
    const due = this.#dueGets();
    if (this.#isReading() || this.#allowance.msUntil(due.length, this.#clock.now()) <= 0) this.#lookByGets(due);
  }

  /** Tells those who asked before the look was begun, and those who merely wait, unless it failed for what may pass. */
  #tell(id: string, seen: Seen, moment: number): void {
    for (const look of [...this.#looks]) {
      if (look.id !== id || look.from > moment) continue;
      if ("instance" in seen) look.answer(seen.instance);
      else look.fail(seen.error);
    }
    if ("error" in seen && !isGone(seen.error, { instance: id })) return;
    for (const watch of this.#watches) if (watch.id === id) watch.notify(seen, moment);
  }

  /** The newest list, while it can serve a read. */
  #known(): InstanceList | undefined {
    const last = this.#last;
    if (last === undefined || last.changes !== this.#traffic.changes()) return undefined;
    return last.list.begunAt >= this.#clock.now() - LIST_SERVES_MS ? last.list : undefined;
  }
}
