import type { Clock } from "../../core/clock.ts";
import type { Demand } from "./demand.ts";
import type { ListCost } from "./list-cost.ts";
import type { ListReads } from "./list-reads.ts";
import type { ListTrust } from "./list-trust.ts";
import type { PollBudget } from "./poll-budget.ts";
import type { SingleReads } from "./single-reads.ts";

/** The least time from the start of a list to the start of the next. */
const LIST_EVERY_MS = 1000;
/** For so few instances, lists need not be a second apart: the waits pause, so their number limits the lists. */
const FEW = 8;

interface PlannerOptions {
  readonly clock: Clock;
  readonly demand: Demand;
  readonly singleReads: SingleReads;
  readonly trust: ListTrust;
  readonly listCost: ListCost;
  readonly budget: PollBudget;
  readonly lists: ListReads;
}

/** Decides what the next round sends, and when. It holds no state: each method answers for the present demand. */
export class RoundPlanner {
  readonly #options: PlannerOptions;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  hasWork(): boolean {
    return this.#options.demand.listReads.size > 0 || this.dueGets().length > 0;
  }

  /** Milliseconds until the next round may begin. A list fills at most half of the time. */
  msUntilNext(): number {
    const { clock, demand, listCost, budget, lists } = this.#options;
    const now = clock.now();
    if (!this.sendsList()) return demand.acceptsRecent ? 0 : budget.msUntil(this.dueGets().length, now);
    if (demand.acceptsRecent) return this.#msUntilNextList(now);
    const { begunAt = now, tookMs = 0 } = lists.latest ?? {};
    const requests = listCost.requests + this.dueGetsBesideList().length;
    return Math.max(budget.msUntil(requests, now), begunAt + 2 * tookMs - now, this.#msUntilNextList(now));
  }

  /**
   * Milliseconds until a second has passed since the start of the last list. The next one need not wait if few instances
   * are needed, if the last one ended early, since it had more pages than expected, or if reads accept the last one: they
   * need instances that it does not show.
   */
  #msUntilNextList(now: number): number {
    const { demand, lists } = this.#options;
    const { begunAt, latest } = lists;
    const endedEarly = latest?.begunAt === begunAt && !latest.complete;
    const acceptsLatest = demand.acceptsRecent && lists.recent() !== undefined;
    return demand.size <= FEW || endedEarly || acceptsLatest ? 0 : begunAt + LIST_EVERY_MS - now;
  }

  /** Whether the round sends a list: somebody reads the list, or it takes fewer requests than the GETs it saves. */
  sendsList(): boolean {
    const { clock, demand, trust, listCost } = this.#options;
    if (demand.listReads.size > 0) return true;
    const isListable = demand.readIds.some((id) => !trust.needsGet(id));
    return isListable && listCost.isCheaper(this.#savedGets(), clock.now());
  }

  /** Pages after which a list would take more requests than the GETs that it saves. */
  maxPages(): number {
    return this.#options.demand.listReads.size > 0 ? Number.POSITIVE_INFINITY : this.#savedGets();
  }

  /** Ids to send a GET for, when the round sends no list. */
  dueGets(): string[] {
    return this.#due(() => true);
  }

  /** Ids to send a GET for, when the round sends a list. */
  dueGetsBesideList(): string[] {
    return this.#due((id) => this.#options.trust.needsGet(id));
  }

  #due(isWanted: (id: string) => boolean): string[] {
    const { demand, singleReads, trust } = this.#options;
    const ids = new Set([...trust.unconfirmed, ...demand.readIds]);
    return [...ids].filter((id) => !singleReads.isInProgress(id) && isWanted(id)).slice(0, singleReads.free);
  }

  /** GETs that a list would save: those due now, those of paused waits, and those that are likely to follow. */
  #savedGets(): number {
    const { clock, demand, trust, listCost } = this.#options;
    const listable = [...demand.readIds, ...demand.pausedIds].filter((id) => !trust.needsGet(id));
    const likely = demand.acceptsRecent ? listCost.recentSingleReads(clock.now()) : 0;
    return new Set(listable).size + likely;
  }
}
