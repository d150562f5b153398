import { setTimeout as sleep } from "node:timers/promises";
import { killProvider, killPulumi, signalPulumi } from "../support/processes.ts";
import type { Harness } from "./harness.ts";
import type { Interruption } from "./plan.ts";

/**
 * Interrupts the `up` that starts now, at its planned request, unless the `up` ends before that.
 *
 * @param over aborted when the `up` has ended.
 * @returns whether it interrupted the `up`.
 */
export async function interrupt(
  { simulator: { requests }, note }: Harness,
  { way, requests: many, ms }: Interruption,
  over: AbortSignal,
): Promise<boolean> {
  const from = requests.length;
  while (requests.length < from + many) {
    if (over.aborted) return false;
    await sleep(5);
  }
  await sleep(ms);
  if (over.aborted) return false;
  note(`-- ${way}`);
  if (way === "kill Pulumi") killPulumi();
  else if (way === "kill the provider") killProvider();
  else signalPulumi(way);
  return true;
}
