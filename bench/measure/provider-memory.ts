import { readFileSync } from "node:fs";
import { descendants } from "../../test/support/processes.ts";

const everyMs = 250;

/** The processes that run a dynamic provider, among those that this one started. */
export class ProviderMemory {
  #peak: number | undefined;
  readonly #timer = setInterval(() => this.#look(), everyMs);

  /** The greatest resident size of one, in MiB; `undefined` where there is no /proc, or none ran. */
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
    return undefined; // It has ended meanwhile, or the system has no /proc.
  }
}
