import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Effect, LoggedRequest, Simulator } from "../../simulator/index.ts";
import type { DynamicHost } from "../support/dynamic-host.ts";
import { isRead, type Point, pointsOf, strikingAt } from "./points.ts";

/** The request at which an operation is interrupted. */
export interface CutPoint extends Point {
  /** For the first read after a change: that change. */
  readonly after: Point | undefined;
}

/** How an operation is interrupted at a request, before or after the request takes effect. */
export interface Cut {
  readonly kind: "reset" | "500" | "401" | "hang" | "cancel" | "kill";
  readonly when: "before" | "after";
}

type Faults = Simulator["faults"];

const TROVES_OWN = { instanceFault: { code: 500, message: "Internal Server Error." } };
const KEYSTONES = { error: { code: 401, title: "Unauthorized", message: "The request requires authentication." } };

/** Seconds by which a response is delayed: long enough to add a fault for the next request. */
const HELD_BACK = 0.1;

/** A read has no effect, so it is interrupted only before. */
export function cutsOf(point: CutPoint): readonly Cut[] {
  const kinds = ["reset", "500", "401", "hang", "cancel", "kill"] as const;
  const before = kinds.map((kind) => ({ kind, when: "before" }) as const);
  if (isRead(point)) return before;
  return [...before, ...kinds.filter((kind) => kind !== "401").map((kind) => ({ kind, when: "after" }) as const)];
}

/** Each change, the first read after it, and the first read of each path. */
export function cutPointsOf(requests: readonly LoggedRequest[], id: string): readonly CutPoint[] {
  const all = pointsOf(requests, id);
  return all.flatMap((point, index): CutPoint[] => {
    const previous = all[index - 1];
    if (isRead(point) && previous !== undefined && !isRead(previous)) return [{ ...point, nth: 1, after: previous }];
    return isRead(point) && point.nth > 1 ? [] : [{ ...point, after: undefined }];
  });
}

export function describeCut({ after, ...point }: CutPoint, { kind, when }: Cut): string {
  const what = `${kind} ${when} ${describe(point)}`;
  return after === undefined ? what : `${what} after ${describe(after)}`;
}

function describe({ method, path, nth }: Point): string {
  return `${method} ${path} #${nth}`;
}

/**
 * Interrupts the operation that starts now. Resolves when that is done or `over` is aborted.
 *
 * @param id a regular expression for the instance's id.
 * @throws {AssertionError} if the operation ended before the request.
 */
export async function carryOutCut(
  { faults }: Pick<Simulator, "faults">,
  { after, ...point }: CutPoint,
  id: string,
  cut: Cut,
  host: DynamicHost,
  over: AbortSignal,
): Promise<void> {
  if (after !== undefined) {
    const effect = { type: "delay", seconds: HELD_BACK, when: "after" } as const;
    await strike(faults, faults.add({ ...strikingAt(after, id), effect }), over);
  }
  await strike(faults, faults.add({ ...strikingAt(point, id), effect: effectOf(cut) }), over);
  if (cut.kind === "kill") host.process.kill("SIGKILL");
  if (cut.kind === "cancel") await host.cancel();
}

function effectOf({ kind, when }: Cut): Effect {
  if (kind === "reset") return { type: "reset", when };
  if (kind === "500") return { type: "status", status: 500, body: TROVES_OWN, when };
  if (kind === "401") return { type: "status", status: 401, body: KEYSTONES, when };
  // A cancelled operation still gets its response; after a hang or a kill there is none.
  return kind === "cancel" ? { type: "delay", seconds: 0.2, when } : { type: "hang", when };
}

/** Waits until a fault has applied. */
async function strike(faults: Faults, fault: string, over: AbortSignal): Promise<void> {
  while (faults.struck(fault) === 0) {
    if (over.aborted) {
      faults.remove(fault);
      assert.fail("the cut did not strike");
    }
    await sleep(5);
  }
}
