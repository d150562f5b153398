import { readFileSync } from "node:fs";
import { descendants } from "../../test/support/processes.ts";

/** The memory of the database servers that this process has started, in MiB; NaN without /proc. */
export interface ServerMemory {
  /**
   * Pages that several processes share count once in all. A PostgreSQL server is several processes that share most of
   * their memory, and all servers share their program.
   */
  readonly proportional: number;
  /** Such pages count for each process. */
  readonly resident: number;
  readonly processes: number;
}

export function memoryOfServers(): ServerMemory {
  const servers = descendants().filter(({ command }) => /postgres|mariadbd|mysqld/.test(command));
  const rollups = servers.map(({ pid }) => readRollup(pid));
  return {
    proportional: sumOf(rollups, /^Pss:\s+(\d+) kB$/m),
    resident: sumOf(rollups, /^Rss:\s+(\d+) kB$/m),
    processes: servers.length,
  };
}

/** proc_pid_smaps_rollup: the sums over all mappings. Empty if the process has just ended. */
function readRollup(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  } catch {
    return "";
  }
}

function sumOf(rollups: readonly string[], field: RegExp): number {
  if (rollups.every((text) => text === "")) return Number.NaN;
  return rollups.reduce((sum, text) => sum + Number(field.exec(text)?.[1] ?? 0), 0) / 1024;
}
