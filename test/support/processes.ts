import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Ends the engine's process that runs our provider, among those that this process started, if there is one. */
export function killProvider(): void {
  const provider = descendants().find(({ command }) => /node .*dynamic-provider/.test(command));
  if (provider !== undefined) kill(provider);
}

/** Ends all at once, as a machine that dies does: the CLI, its hosts, our provider. */
export function killPulumi(): void {
  for (const one of descendants()) kill(one);
}

/** Sends a signal to the CLI, as a terminal or a pipeline does, if there is one. */
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

/** The processes that this one started, and those that they started, and so on. */
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

/** Small images of Linux have no `ps`. */
function processesOfLinux(): Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name, in parentheses, may hold anything; the state and the parent follow the last of them.
      const [, parent] = /\) \S+ (\d+) [^)]*$/.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(name), parent: Number(parent), command }];
    } catch {
      return []; // It has ended meanwhile.
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
