import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** A process that runs; not one that has ended and waits for its parent (a zombie). */
export interface ProcessInfo {
  readonly pid: number;
  /** Differs between two processes that had the same id one after the other, also across a restart of the machine. */
  readonly startTime: string;
  /** The names of its executable, without folders: of the file, and the one it was started by, which can be a link. */
  readonly executables: readonly string[];
  /** With its arguments, separated by spaces. */
  readonly commandLine: string;
  /** Its current folder; `undefined` if the system does not tell. */
  readonly folder: string | undefined;
}

/** Reads what processes run. A process that ends meanwhile is left out. */
export interface ProcessTable {
  /** `undefined` if no such process runs. */
  find(pid: number): ProcessInfo | undefined;
  list(): ProcessInfo[];
}

/** Reads /proc: small Linux images have no `ps`. proc_pid_stat(5) documents the fields. */
const procTable: ProcessTable = {
  find: readProc,
  list: () =>
    readdirSync("/proc").flatMap((name) => {
      const found = /^\d+$/.test(name) ? readProc(Number(name)) : undefined;
      return found === undefined ? [] : [found];
    }),
};

function readProc(pid: number): ProcessInfo | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name in parentheses can itself contain parentheses. The state, field 3, follows the last one.
  const [state = "", ...fields] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  const ticks = fields[18];
  if (ticks === undefined || /[ZXx]/.test(state)) return undefined;
  const commandLine = attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1)) ?? [];
  // Linux appends " (deleted)" if an update has replaced the file.
  const file = attempt(() => readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ""));
  return {
    pid,
    startTime: `${bootId()} ${ticks}`,
    executables: namesOf(file, commandLine[0]),
    commandLine: commandLine.join(" "),
    folder: attempt(() => readlinkSync(`/proc/${pid}/cwd`)),
  };
}

/** Field 22 counts from the start of the machine, so it says nothing without it. random(4) documents the file. */
function bootId(): string {
  return attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? "";
}

/** Runs `ps`, with the options that macOS and Linux share. */
export const psTable: ProcessTable = {
  find: (pid) => runPs(["-p", String(pid)])[0],
  list: () => runPs(["-A"]),
};

function runPs(selection: readonly string[]): ProcessInfo[] {
  // The path of an executable can contain spaces, so it is read apart. Linux shortens it to 15 characters.
  const files = new Map(
    psLines(selection, "pid=,comm=").map((line) => {
      const [, pid, file = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
      return [pid, file];
    }),
  );
  return psLines(selection, "pid=,stat=,lstart=,command=").flatMap((line) => {
    const [, pid, startTime, commandLine = ""] =
      /^\s*(\d+)\s+[^Z\s]\S*\s+(\w+ +\w+ +\d+ [\d:]+ \d+) (.*)$/.exec(line) ?? [];
    if (pid === undefined || startTime === undefined) return [];
    const executables = namesOf(files.get(pid), commandLine.split(" ")[0]);
    return [{ pid: Number(pid), startTime, executables, commandLine, folder: undefined }];
  });
}

function psLines(selection: readonly string[], columns: string): string[] {
  // The locale and the time zone determine how lstart is written. If no process is found, the exit code is 1.
  const output = attempt(() =>
    execFileSync("ps", [...selection, "-ww", "-o", columns], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  return output?.trimEnd().split("\n") ?? [];
}

function namesOf(...paths: readonly (string | undefined)[]): string[] {
  return [...new Set(paths.flatMap((path) => (path === undefined ? [] : basename(path))))];
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export const processTable: ProcessTable = existsSync("/proc/self/stat") ? procTable : psTable;

/** The process ids of another container say nothing here, even if it shares the temporary folder. */
export function pidNamespace(): string | undefined {
  return attempt(() => readlinkSync("/proc/self/ns/pid"));
}
