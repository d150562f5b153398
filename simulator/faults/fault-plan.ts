import type { HttpRequest, Service } from "../http/exchange.ts";
import type { Effect, Fault } from "./fault.ts";

interface Planned {
  readonly fault: Fault;
  readonly path: RegExp | undefined;
  seen: number;
  struck: number;
}

/** The planned faults. If several match a request, the one added first applies. */
export class FaultPlan {
  readonly #planned = new Map<string, Planned>();
  readonly #struck = new Map<string, number>();
  readonly #expireTokens: () => void;
  #added = 0;

  constructor(expireTokens: () => void) {
    this.#expireTokens = expireTokens;
  }

  /** Returns the fault's id. */
  add(fault: Fault): string {
    const id = `fault-${++this.#added}`;
    const path = fault.path === undefined ? undefined : new RegExp(fault.path);
    this.#planned.set(id, { fault, path, seen: 0, struck: 0 });
    return id;
  }

  /** Cancels the remaining occurrences of a fault. */
  remove(id: string): void {
    this.#planned.delete(id);
  }

  clear(): void {
    this.#planned.clear();
  }

  /** How often the fault has applied so far, also after it was removed or cleared. */
  struck(id: string): number {
    return this.#struck.get(id) ?? 0;
  }

  /** The effect on this request, if any; counts it for the fault. */
  match(service: Service, request: HttpRequest): Effect | undefined {
    let chosen: Effect | undefined;
    for (const [id, planned] of this.#planned) {
      if (!fits(planned, service, request)) continue;
      planned.seen += 1;
      if (chosen || planned.seen < (planned.fault.nth ?? 1)) continue;
      planned.struck += 1;
      this.#struck.set(id, planned.struck);
      chosen = planned.fault.effect;
      if (planned.struck >= timesOf(planned.fault)) this.#planned.delete(id);
    }
    if (chosen?.type === "expireTokens") this.#expireTokens();
    return chosen;
  }
}

function fits({ fault, path }: Planned, service: Service, request: HttpRequest): boolean {
  return (
    (fault.service ?? "trove") === service &&
    (fault.method === undefined || fault.method.toUpperCase() === request.method) &&
    (path === undefined || path.test(request.path))
  );
}

function timesOf(fault: Fault): number {
  return fault.times === 0 ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
}
