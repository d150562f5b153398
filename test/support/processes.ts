import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Kills the process that runs the provider, if this process has started one. */
export function killProvider(): void {
  const provider = descendants().find(({ command }) => /node .*(dynamic-provider|plugin\/start\.cjs)/.test(command));
  if (provider !== undefined) kill(provider);
}

/** Kills the CLI, its language hosts and the provider together, as a machine failure does. */
export function killPulumi(): void {
  for (const one of descendants()) kill(one);
}

/** Sends a signal to the CLI, if one runs, as a terminal or a pipeline does. */
export function signalPulumi(signal: "SIGINT" | "SIGTERM"): void {
  const command = descendants().find(({ parent, command }) => parent === process.pid && /pulumi /.test(command));
  if (command !== undefined) kill(command, signal);
}

function kill({ pid }: Process, signal: NodeJS.Signals = "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** All direct and indirect children of this process. */
export function descendants(): Process[] {
  const all = existsSync("/proc/self/stat") ? processesOfLinux() : processesOfPs();
  const found: Process[] = [];
  let parents = new Set([process.pid]);
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map(({ pid }) => pid));
  }
  return found;
}

/** Reads /proc: small Linux images have no `ps`. */
function processesOfLinux(): Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name in parentheses can itself contain parentheses; the state and the parent follow the last one.
      const [, parent] = /\) \S+ (\d+) [^)]*$/.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(name), parent: Number(parent), command }];
    } catch {
      return []; // The process has ended in the meantime.
    }
  });
}

function processesOfPs(): Process[] {
  const lines = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
