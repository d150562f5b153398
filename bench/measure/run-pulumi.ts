import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { TestStack } from "../../test/support/engine.ts";
import { ProviderMemory } from "./provider-memory.ts";

/** What a run of Pulumi was like. */
export interface Run {
  /** From its start to the last line that it prints: the automation API asks for outputs and history after that. */
  readonly seconds: number;
  /** Resources whose operation failed. */
  readonly failures: number;
  /** Resources that were created, changed, replaced or deleted. */
  readonly changes: number;
  /** The greatest resident size of the provider's process, in MiB. */
  readonly memory: number | undefined;
  /** When the engine said that a resource was done, in milliseconds since the epoch, by the id of the resource. */
  readonly doneAt: ReadonlyMap<string, number>;
}

export type Command = "up" | "refresh" | "destroy";

/**
 * One `pulumi up`, `refresh` or `destroy` with --skip-preview, which is how the automation API does each of them.
 *
 * @param parallel undefined: Pulumi's own default
 * @throws when it fails for another reason than resources that fail.
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
  const memory = new ProviderMemory();
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
    memory.stop();
  }
  return { ...count, seconds: (until - from) / 1000, memory: memory.peak, doneAt };
}

const unchanging: readonly string[] = ["same", "read", "refresh"];
