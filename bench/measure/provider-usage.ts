import { readFileSync } from "node:fs";
import { descendants } from "../../test/support/processes.ts";

const everyMs = 250;
/** Of the times in /proc: `USER_HZ`, which is 100 on all of Node's platforms with Linux. */
const TICKS_PER_SECOND = 100;

/** Watches the processes that run the provider, on either host, among those that this process started. */
export class ProviderUsage {
  #peak: number | undefined;
  readonly #cpuSeconds = new Map<number, number>();
  readonly #timer = setInterval(() => this.#look(), everyMs);

  /** The largest resident size of one process, in MiB; `undefined` without /proc or if none ran. */
  get peak(): number | undefined {
    return this.#peak;
  }

  /** The CPU time of all processes, in seconds, without the last quarter of a second of each. */
  get cpuSeconds(): number {
    return sum(this.#cpuSeconds.values());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const { pid } of descendants().filter(({ command }) => /dynamic-provider|start\.cjs/.test(command))) {
      const memory = highWaterOf(pid);
      if (memory !== undefined) this.#peak = Math.max(this.#peak ?? 0, memory);
      this.#cpuSeconds.set(pid, cpuSecondsOf(pid) ?? this.#cpuSeconds.get(pid) ?? 0);
    }
  }
}

/** The CPU time so far of all processes that this process started, in seconds; zero without /proc. */
export function cpuSecondsOfDescendants(): number {
  return sum(descendants().map(({ pid }) => cpuSecondsOf(pid) ?? 0));
}

function highWaterOf(pid: number): number | undefined {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readProcess(pid, "status")) ?? [];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

/** The CPU time so far of this process, of all that it has started, and of those of them that have ended, in seconds. */
export function cpuSecondsOfProcesses(): number {
  return (cpuSecondsOf(process.pid) ?? 0) + cpuSecondsOfDescendants();
}

/** Of the process and of those of its children that have ended. */
function cpuSecondsOf(pid: number): number | undefined {
  // proc_pid_stat(5): the fields 14 to 17. The name in parentheses, which is the second, can contain spaces.
  const fields = readProcess(pid, "stat").split(") ").at(-1)?.split(" ").slice(11, 15) ?? [];
  return fields.length < 4 ? undefined : sum(fields.map(Number)) / TICKS_PER_SECOND;
}

/** Empty if the process has ended, or the system has no /proc. */
function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
