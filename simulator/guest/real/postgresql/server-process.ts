import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../engine.ts";
import type { PostgreSqlBinaries } from "./programs/postgresql-binaries.ts";
import { ENVIRONMENT } from "./programs/run-program.ts";

/**
 * The signals that end a server, with the seconds that each gets. SIGINT ends all sessions and sends replicas what they
 * have not received, SIGQUIT ends at once and leaves recovery to the next start
 * (https://www.postgresql.org/docs/17/server-shutdown.html).
 */
const ENDINGS = [
  ["SIGINT", 5],
  ["SIGQUIT", 3],
  ["SIGKILL", 3],
] as const;
const LOG_LINES = 12;

/** A process `postgres`. It may run while it does not accept connections yet. */
export class ServerProcess {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #log: string;

  private constructor(child: ChildProcess, pid: number, ended: Promise<void>, log: string) {
    this.#child = child;
    this.pid = pid;
    this.ended = ended;
    this.#log = log;
  }

  /**
   * Starts a server. It gets a session of its own: Ctrl-C in the terminal ends this process, which then ends its servers
   * in order.
   */
  static async start(
    { postgres, user }: PostgreSqlBinaries,
    place: Place,
    settings: Readonly<Record<string, string>>,
  ): Promise<ServerProcess> {
    const log = join(dirname(place.data), "postgresql.log");
    const output = await open(log, "w");
    try {
      const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
      const child = spawn(postgres, ["-D", place.data, ...options], {
        ...user,
        cwd: "/",
        env: ENVIRONMENT,
        stdio: ["ignore", output.fd, output.fd],
        detached: true,
      });
      // Throws what keeps the program from starting.
      await once(child, "spawn");
      const ended = once(child, "exit").then(() => {});
      return new ServerProcess(child, child.pid ?? 0, ended, log);
    } finally {
      await output.close();
    }
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async stop(): Promise<void> {
    for (const [signal, seconds] of ENDINGS) {
      if (this.hasEnded) return;
      this.#child.kill(signal);
      await this.#endsWithin(seconds);
    }
  }

  async #endsWithin(seconds: number): Promise<void> {
    const timeout = new AbortController();
    const elapsed = sleep(seconds * 1000, undefined, { signal: timeout.signal }).catch(() => {});
    await Promise.race([this.ended, elapsed]);
    timeout.abort();
  }

  /** The last lines of what it printed. */
  async endOfLog(): Promise<string> {
    const lines = (await readFile(this.#log, "utf8")).trimEnd().split("\n");
    return lines.slice(-LOG_LINES).join("\n");
  }
}
