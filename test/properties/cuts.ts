import { setTimeout as sleep } from "node:timers/promises";
import type { Effect, LoggedRequest, Simulator } from "trove-simulator";
import type { DynamicHost } from "../support/dynamic-host.ts";

/** A request of an operation: the nth with this method and path. */
export interface Point {
  readonly method: string;
  /** With `{id}` in the place of the instance's id. */
  readonly path: string;
  readonly nth: number;
}

/** How an operation is cut at a request, before or after that took effect. */
export interface Cut {
  readonly kind: "reset" | "500" | "401" | "hang" | "cancel" | "kill";
  readonly when: "before" | "after";
}

const TROVES_OWN = { instanceFault: { code: 500, message: "Internal Server Error." } };
const KEYSTONES = { error: { code: 401, title: "Unauthorized", message: "The request requires authentication." } };

/** A look has no effect that could come before or after a cut. */
export function cutsOf({ method }: Point): readonly Cut[] {
  const kinds = ["reset", "500", "401", "hang", "cancel", "kill"] as const;
  const before = kinds.map((kind) => ({ kind, when: "before" }) as const);
  if (method === "GET") return before;
  return [...before, ...kinds.filter((kind) => kind !== "401").map((kind) => ({ kind, when: "after" }) as const)];
}

/** Of all requests of an operation those to cut it at: whatever changes something, and the first look after each. */
export function pointsOf(requests: readonly LoggedRequest[], id: string): readonly Point[] {
  const counts = new Map<string, number>();
  const all = requests.map(({ method, path }) => {
    const mine = { method, path: path.replace(/^\/v1\.0\/\w+/, "").replaceAll(id, "{id}") };
    const key = `${mine.method} ${mine.path}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return { ...mine, nth: counts.get(key) ?? 1 };
  });
  return all.filter(({ method, nth }, index) => method !== "GET" || nth === 1 || all[index - 1]?.method !== "GET");
}

export function describeCut({ method, path, nth }: Point, { kind, when }: Cut): string {
  return `${kind} ${when} ${method} ${path} #${nth}`;
}

/** Plans the cut; the operation that is to meet it begins after this. */
export function planCut(simulator: Simulator, { method, path, nth }: Point, id: string, cut: Cut): void {
  simulator.faults.add({ method, path: patternOf(path, id).source, nth, effect: effectOf(cut) });
}

function effectOf({ kind, when }: Cut): Effect {
  if (kind === "reset") return { type: "reset", when };
  if (kind === "500") return { type: "status", status: 500, body: TROVES_OWN, when };
  if (kind === "401") return { type: "status", status: 401, body: KEYSTONES, when };
  // What is cancelled shall still get its answer; what hangs or dies never does.
  return kind === "cancel" ? { type: "delay", seconds: 0.2, when } : { type: "hang", when };
}

/**
 * Cancels or kills the host as soon as the request has come; does nothing for a cut that is the network's or the
 * server's own. Ends also when `over` is aborted before.
 */
export async function carryOutCut(
  { requests }: Pick<Simulator, "requests">,
  { method, path, nth }: Point,
  id: string,
  { kind }: Cut,
  host: DynamicHost,
  over: AbortSignal,
): Promise<void> {
  if (kind !== "cancel" && kind !== "kill") return;
  const pattern = patternOf(path, id);
  const from = requests.length;
  const isThere = () =>
    requests.slice(from).filter((request) => request.method === method && pattern.test(request.path)).length >= nth;
  while (!isThere()) {
    if (over.aborted) return;
    await sleep(5);
  }
  if (kind === "kill") host.process.kill("SIGKILL");
  else await host.cancel();
}

/** @param id a regular expression. */
function patternOf(path: string, id: string): RegExp {
  const parts = path.split("{id}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^/v1\\.0/\\w+${parts.join(id)}$`);
}
