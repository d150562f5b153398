import { readFileSync } from "node:fs";
import { descendants } from "../../test/support/processes.ts";

const everyMs = 250;

/** Watches the memory of the dynamic provider's processes that this process started. */
export class ProviderMemory {
  #peak: number | undefined;
  readonly #timer = setInterval(() => this.#look(), everyMs);

  /** The largest resident size of one process, in MiB; `undefined` without /proc or if none ran. */
  get peak(): number | undefined {
    return this.#peak;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const { pid } of descendants().filter(({ command }) => command.includes("dynamic-provider"))) {
      const seen = highWaterOf(pid);
      if (seen !== undefined) this.#peak = Math.max(this.#peak ?? 0, seen);
    }
  }
}

function highWaterOf(pid: number): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined; // The process has ended, or the system has no /proc.
  }
}
