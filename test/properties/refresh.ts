import { setTimeout as sleep } from "node:timers/promises";
import type { MiniEngine } from "../support/mini-engine.ts";
import type { Harness } from "./harness.ts";

/** So long a list serves the reads of a process. */
const LIST_SERVES_MS = 10_000;

/**
 * Refreshes a stack once no list of before can serve its reads: the engine's own refresh is a process of its own, here one
 * serves those of many stacks.
 */
export async function refresh(engine: MiniEngine, harness: Harness): Promise<void> {
  if (engine.resources.size === 0) return;
  await sleep(LIST_SERVES_MS + 100);
  await engine.refresh(harness.refreshing);
}
