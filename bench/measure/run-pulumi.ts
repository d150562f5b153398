import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { TestStack } from "../../test/support/engine.ts";
import { ProviderUsage } from "./provider-usage.ts";

/** The measurements of a run of Pulumi. */
export interface Run {
  /** From the start to the last printed line. Afterwards the Automation API only reads outputs and history. */
  readonly seconds: number;
  /** Resources whose operation failed. */
  readonly failures: number;
  /** Resources that were created, changed, replaced or deleted. */
  readonly changes: number;
  /** The largest resident size of the provider's process, in MiB. */
  readonly memory: number | undefined;
  /** The CPU time of the provider's processes, in seconds. */
  readonly cpuSeconds: number;
  /** When the engine reported each resource as done, by resource id, in milliseconds since the epoch. */
  readonly doneAt: ReadonlyMap<string, number>;
}

export type Command = "up" | "refresh" | "destroy";

/**
 * Runs `pulumi up`, `refresh` or `destroy` with --skip-preview, as the Automation API does.
 *
 * @param parallel Pulumi's --parallel. @default Pulumi's own
 * @throws if it fails for another reason than failed resources.
 */
export async function runPulumi({ stack }: TestStack, command: Command, parallel: number | undefined): Promise<Run> {
  const doneAt = new Map<string, number>();
  const count = { failures: 0, changes: 0 };
  const onEvent = ({ resOutputsEvent, resOpFailedEvent }: EngineEvent) => {
    if (resOpFailedEvent !== undefined) count.failures += 1;
    const { op, new: now, type = "" } = resOutputsEvent?.metadata ?? {};
    if (op === undefined || type.startsWith("pulumi:")) return;
    if (!unchanging.includes(op)) count.changes += 1;
    if (now?.id) doneAt.set(now.id, Date.now());
  };
  const provider = new ProviderUsage();
  const from = performance.now();
  let until = from;
  const onOutput = () => {
    until = performance.now();
  };
  try {
    await stack[command]({ onEvent, onOutput, ...(parallel === undefined ? {} : { parallel }) });
  } catch (error) {
    if (count.failures === 0) throw error;
  } finally {
    provider.stop();
  }
  const { peak: memory, cpuSeconds } = provider;
  return { ...count, seconds: (until - from) / 1000, memory, cpuSeconds, doneAt };
}

const unchanging: readonly string[] = ["same", "read", "refresh"];
