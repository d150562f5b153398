import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { SystemUser } from "../engine.ts";

const STOP_TIMEOUT = 5_000;

/** The process of a server, from its start to its end. */
export class MySqlProcess {
  readonly pid: number;
  readonly ended: Promise<void>;
  #hasEnded = false;

  constructor(child: ChildProcess, pid: number) {
    this.pid = pid;
    this.ended = once(child, "exit").then(() => {
      this.#hasEnded = true;
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async stop(): Promise<void> {
    this.#signal("SIGTERM");
    const timeout = new AbortController();
    const tooSlow = setTimeout(STOP_TIMEOUT, undefined, { signal: timeout.signal }).then(
      () => this.#signal("SIGKILL"),
      () => {},
    );
    await this.ended;
    timeout.abort();
    await tooSlow;
  }

  /** Calls `work` while no thread of the process runs. */
  async whileFrozen(work: () => Promise<void>): Promise<void> {
    this.#signal("SIGSTOP");
    try {
      while (!this.#hasEnded && !(await isStopped(this.pid))) await setTimeout(1);
      await work();
    } finally {
      this.#signal("SIGCONT");
    }
    if (this.#hasEnded) throw new Error(`The database server (process ${this.pid}) ended while its data was copied.`);
  }

  #signal(signal: NodeJS.Signals): void {
    // Once it has ended, the number can be that of another process.
    if (!this.#hasEnded) process.kill(this.pid, signal);
  }
}

/** Starts a program that writes its messages to the end of the file `log`. */
export async function startProcess(
  program: string,
  options: readonly string[],
  log: string,
  user: SystemUser | undefined,
): Promise<MySqlProcess> {
  const messages = await open(log, "a", 0o600);
  try {
    const child = spawn(program, options, {
      // A server of Trove runs in a container, where the time zone is UTC.
      env: { ...process.env, TZ: "UTC" },
      cwd: "/",
      stdio: ["ignore", messages.fd, messages.fd],
      ...user,
    });
    await once(child, "spawn");
    if (child.pid === undefined) throw new Error(`${program} has no process.`);
    return new MySqlProcess(child, child.pid);
  } finally {
    await messages.close();
  }
}

/** Whether a stop signal has reached all threads: a thread can still end a write until then. */
async function isStopped(pid: number): Promise<boolean> {
  if (process.platform !== "linux") return isStoppedElsewhere(pid);
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const state = await stateOf(`/proc/${pid}/task/${thread}/stat`);
    if (state !== undefined && !"TtZX".includes(state)) return false;
  }
  return true;
}

/** The letter after the program's name, which is in parentheses (`proc_pid_stat(5)`). */
async function stateOf(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, "utf8");
    return text.slice(text.lastIndexOf(")") + 2)[0];
  } catch {
    return undefined;
  }
}

async function isStoppedElsewhere(pid: number): Promise<boolean> {
  const child = spawn("ps", ["-o", "state=", "-p", String(pid)], { stdio: ["ignore", "pipe", "ignore"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  return Buffer.concat(chunks).toString().trim().startsWith("T");
}
