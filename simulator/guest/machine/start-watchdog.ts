import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { extname, join } from "node:path";

export interface Watchdog {
  readonly pid: number;
  /** Lets it end the servers and remove the folder, as if this process had ended. Resolves when it has exited. */
  finish(): Promise<void>;
}

/**
 * Starts the program that cleans `folder` up once this process has ended. Resolves when it waits. It keeps this process
 * from ending only while it finishes.
 */
export async function startWatchdog(folder: string): Promise<Watchdog> {
  // watchdog.ts here, watchdog.js in the published package.
  const program = join(import.meta.dirname, `watchdog${extname(import.meta.filename)}`);
  // Detached: in a session of its own, it does not receive the terminal's Ctrl-C. Its environment has no NODE_OPTIONS,
  // which could load much, and its folder is not in anybody's way. Few small objects need no large young generation.
  const child = spawn(process.execPath, ["--max-semi-space-size=1", program, folder], {
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
    cwd: "/",
    env: { PATH: process.env.PATH },
  });
  child.stdin.on("error", () => {});
  const ready = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  child.stdout.destroy();
  const { pid } = child;
  if (hasExited(child) || pid === undefined) {
    throw new Error(`The watchdog of the database servers did not start: ${program} ended with ${ready.join(", ")}.`);
  }
  // Node's types do not say that the pipe is a socket, which keeps the process from ending too.
  (child.stdin as Socket).unref();
  child.unref();
  return {
    pid,
    async finish() {
      child.ref();
      const exited = hasExited(child) ? undefined : once(child, "exit");
      child.stdin.end();
      await exited;
    },
  };
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
