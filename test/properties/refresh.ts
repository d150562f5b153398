import { setTimeout as sleep } from "node:timers/promises";
import type { MiniEngine } from "../support/mini-engine.ts";
import type { Harness } from "./harness.ts";

/** The time for which a process reuses a list. */
const LIST_SERVES_MS = 10_000;

/**
 * Refreshes a stack, after earlier lists have expired: the engine starts a new process for each refresh, but here one
 * process serves many stacks.
 */
export async function refresh(engine: MiniEngine, harness: Harness): Promise<void> {
  if (engine.resources.size === 0) return;
  await sleep(LIST_SERVES_MS + 100);
  await engine.refresh(harness.refreshing);
}
