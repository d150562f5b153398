import { setImmediate } from "node:timers/promises";
import { HttpStatusError } from "../../../../provider/http/errors/http-status-error.ts";
import type { HttpRequest } from "../../../../provider/http/http.ts";
import type { RateLimit } from "../../../../provider/http/rates/rate-bucket.ts";
import { type QueueSlot, RateBudget } from "../../../../provider/http/rates/rate-budget.ts";
import { ManualClock } from "../../wait/manual-clock.ts";

export type Verb = HttpRequest["method"];

/** A budget on a clock that stands still, and what it let go: `[name, milliseconds]`. */
export class BudgetHarness {
  readonly clock = new ManualClock();
  readonly infos: string[] = [];
  readonly sent: [string, number][] = [];
  readonly budget: RateBudget;

  constructor(random: () => number = () => 0) {
    const log = { status() {}, info: (line: string) => this.infos.push(line), warn() {} };
    this.budget = new RateBudget({ clock: this.clock, random, log });
  }

  learn(perMinute: number, remaining = perMinute, verbs: readonly string[] = ["GET", "POST", "PUT", "DELETE"]): void {
    observeRates(this.budget)(verbs.map((verb) => ({ verb, perMinute, remaining })));
  }

  slot(method: Verb = "POST", more: Partial<HttpRequest> = {}): QueueSlot | undefined {
    return this.budget.slot({ method, url: "http://cloud/x", ...more });
  }

  /** Waits for a new request's slot and notes when it came. */
  async send(name: string, method: Verb = "POST", signal?: AbortSignal): Promise<void> {
    await this.slot(method, { signal })?.wait();
    this.note(name);
  }

  sendMany(count: number, method: Verb = "POST"): Promise<unknown> {
    return Promise.all(Array.from({ length: count }, (_, index) => this.send(`${method} ${index}`, method)));
  }

  note(name: string): void {
    this.sent.push([name, this.clock.now()]);
  }

  get times(): number[] {
    return this.sent.map(([, at]) => at);
  }

  /** Lets everything happen that needs no time. */
  async settle(): Promise<void> {
    await setImmediate();
  }

  pass(ms: number): Promise<void> {
    return this.clock.run(this.clock.sleep(ms));
  }
}

/** Begins an attempt of `GET /limits`; the function that it returns ends it with these rates. */
export function observeRates(budget: RateBudget): (rates: readonly RateLimit[]) => void {
  let rates: readonly RateLimit[] = [];
  const learn = budget.observe({ parseRates: () => rates });
  return (answered) => {
    rates = answered;
    learn({ status: 200, headers: {}, body: undefined, requestId: undefined, serverDate: undefined });
  };
}

/** A server's refusal of a request for its rate. */
export function refusal(retryAfter?: string, method: Verb = "POST"): HttpStatusError {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  const answer = { status: 413, headers, body: undefined, requestId: undefined, serverDate: undefined };
  return new HttpStatusError({ method, url: "http://cloud/x" }, answer, 0);
}
