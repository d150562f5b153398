import type { Clock } from "../../../core/clock.ts";
import type { CallOptions, User } from "../../../trove/types.ts";
import { fetchDatabases, fetchUsers, type GuestApi } from "./fetch-contents.ts";

/** What a guest agent lists: names of databases, or users by their keys. */
export interface Listed {
  readonly databases: ReadonlySet<string>;
  readonly users: ReadonlyMap<string, User>;
}

export type GuestKind = keyof Listed;

/** A list, and its place among all lists and changes of the process. */
export interface GuestList<Kind extends GuestKind> {
  readonly listed: Listed[Kind];
  readonly sequence: number;
}

/** How new a list must be. */
export interface Freshness {
  /** Only a list that began after this place. */
  readonly after: number;
  /** Only a list that began at most so long ago. */
  readonly withinMs?: number;
}

interface Run {
  readonly sequence: number;
  readonly begunAt: number;
  readonly result: Promise<Listed[GuestKind]>;
  /** Milliseconds; `undefined` until the list is complete. */
  duration: number | undefined;
}

/** A list that began so long ago still serves a read. */
const RECENT_MS = 10_000;
/** The time between the beginnings of two lists: this, or twice the duration of the last one. */
const SHORTEST_INTERVAL_MS = 250;

/** What a list needs of the operation that asks for it. */
interface Caller {
  readonly trove: GuestApi;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * The databases and users of instances, listed once for all resources of a process: 45 users on one instance need one
 * list of three pages and not 45.
 *
 * Each list and each change of an instance has a place in one sequence. A list counts only if it began after the last
 * change that this process has made on the instance.
 */
export class GuestLists {
  readonly #runs = new Map<string, Run>();
  /** Lists that begin after a pause. All callers that ask meanwhile share one. */
  readonly #scheduled = new Map<string, Promise<Run>>();
  /** By instance id, the place of the last change. */
  readonly #changed = new Map<string, number>();
  #sequence = 0;

  /** Records that a request may have changed what is inside the instance. */
  recordChange(instanceId: string): void {
    this.#sequence += 1;
    this.#changed.set(instanceId, this.#sequence);
  }

  /** A list for a read: recent, and begun after the last change of the instance. */
  recent<Kind extends GuestKind>(kind: Kind, instanceId: string, caller: Caller): Promise<GuestList<Kind>> {
    const after = this.#changed.get(instanceId) ?? 0;
    return this.list(kind, instanceId, { after, withinMs: RECENT_MS }, caller);
  }

  /** A recent list that may lack what this process has changed since. */
  recentBeforeChanges<Kind extends GuestKind>(
    kind: Kind,
    instanceId: string,
    caller: Caller,
  ): Promise<GuestList<Kind>> {
    return this.list(kind, instanceId, { after: 0, withinMs: RECENT_MS }, caller);
  }

  /** A list that begins now or later. */
  fresh<Kind extends GuestKind>(kind: Kind, instanceId: string, caller: Caller): Promise<GuestList<Kind>> {
    return this.list(kind, instanceId, { after: this.#sequence }, caller);
  }

  /** The latest list that is new enough, or the next one. */
  async list<Kind extends GuestKind>(
    kind: Kind,
    instanceId: string,
    { after, withinMs = Number.POSITIVE_INFINITY }: Freshness,
    caller: Caller,
  ): Promise<GuestList<Kind>> {
    const key = `${kind} of ${instanceId}`;
    const latest = this.#runs.get(key);
    const isNew = latest !== undefined && latest.sequence > after && caller.clock.now() - latest.begunAt <= withinMs;
    const run = isNew ? latest : await this.#next(key, kind, instanceId, caller);
    // Each key is of one kind.
    return { listed: (await run.result) as Listed[Kind], sequence: run.sequence };
  }

  #next(key: string, kind: GuestKind, instanceId: string, caller: Caller): Promise<Run> {
    const scheduled = this.#scheduled.get(key);
    if (scheduled !== undefined) return scheduled;
    const next = this.#afterInterval(key, kind, instanceId, caller).finally(() => this.#scheduled.delete(key));
    this.#scheduled.set(key, next);
    return next;
  }

  async #afterInterval(key: string, kind: GuestKind, instanceId: string, caller: Caller): Promise<Run> {
    const { clock, signal } = caller;
    const last = this.#runs.get(key);
    if (last !== undefined) {
      const interval = Math.max(SHORTEST_INTERVAL_MS, 2 * (last.duration ?? 0));
      await clock.sleep(Math.max(0, last.begunAt + interval - clock.now()), signal);
    }
    return this.#begin(key, kind, instanceId, caller);
  }

  #begin(key: string, kind: GuestKind, instanceId: string, { trove, clock, signal }: Caller): Run {
    this.#sequence += 1;
    const begunAt = clock.now();
    const run: Run = {
      sequence: this.#sequence,
      begunAt,
      result: LISTS[kind](instanceId, trove, { signal }),
      duration: undefined,
    };
    this.#runs.set(key, run);
    const end = () => {
      run.duration = clock.now() - begunAt;
    };
    run.result.then(end, () => {
      end();
      if (this.#runs.get(key) === run) this.#runs.delete(key);
    });
    return run;
  }
}

const LISTS: {
  readonly [Kind in GuestKind]: (id: string, trove: GuestApi, options: CallOptions) => Promise<Listed[Kind]>;
} = { databases: fetchDatabases, users: fetchUsers };
