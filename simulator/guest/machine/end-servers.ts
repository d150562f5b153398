import { lstatSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { type ProcessInfo, processTable } from "./process-table.ts";
import { type Owner, readOwner, readServers } from "./records.ts";

/**
 * What is sent in turn, with how long the servers then have, in milliseconds. PostgreSQL waits for its clients at
 * SIGTERM and disconnects them at SIGINT, which MySQL and MariaDB ignore. SIGKILL of PostgreSQL would leave its shared
 * memory behind, SIGQUIT does not. (PostgreSQL's documentation, "Shutting Down the Server"; MySQL's, "Unix Signal
 * Handling in MySQL".)
 */
const STEPS: readonly { readonly signals: readonly NodeJS.Signals[]; readonly wait: number }[] = [
  { signals: ["SIGTERM", "SIGINT"], wait: 2000 },
  { signals: ["SIGQUIT"], wait: 1000 },
  { signals: ["SIGKILL"], wait: 5000 },
];
const POLL_MS = 20;

/**
 * Ends all servers of a folder whose simulator has ended, and removes the folder. Several processes may do so at the
 * same time. Does nothing if `folder` is not a folder of this user, with the record of an owner.
 *
 * @throws {Error} if a file cannot be removed.
 */
export async function endServersAndRemove(folder: string): Promise<void> {
  const owner = isOwnFolder(folder) ? readOwner(folder) : undefined;
  if (owner === undefined) return;
  const real = realpathSync(folder);
  await endServers(folder, real, owner);
  // Several attempts: another process may remove the same files.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  // A process that was just being started had no command line yet.
  await endServers(folder, real, owner);
}

/** Whether it is a folder, not a link to one, and belongs to the user of this process. */
export function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

async function endServers(folder: string, real: string, owner: Owner): Promise<void> {
  const records = new Map(readServers(folder).map(({ pid, startTime }) => [pid, startTime]));
  const isServer = (found: ProcessInfo): boolean =>
    found.pid !== process.pid &&
    found.executables.some((name) => owner.executables.includes(name)) &&
    (records.get(found.pid) === found.startTime || isInside(found, folder) || isInside(found, real));
  // While a process ends, its executable and its command line can no longer be read, but its ports are still in use.
  const known = new Set<string>();
  for (const { signals, wait } of STEPS) {
    const until = performance.now() + wait;
    const signalled = new Set<string>();
    for (;;) {
      const servers = processTable.list().filter((found) => known.has(idOf(found)) || isServer(found));
      if (servers.length === 0) return;
      if (performance.now() > until) break;
      // A server can start another process meanwhile, which has received none.
      for (const server of servers) {
        if (!signalled.has(idOf(server))) for (const signal of signals) send(server.pid, signal);
        signalled.add(idOf(server));
        known.add(idOf(server));
      }
      await setTimeout(POLL_MS);
    }
  }
}

function idOf({ pid, startTime }: ProcessInfo): string {
  return `${pid} ${startTime}`;
}

/** Servers change into the folder of their data, so the processes that they start are recognized too. */
function isInside({ commandLine, folder: current }: ProcessInfo, folder: string): boolean {
  if (current === folder || current?.startsWith(`${folder}/`)) return true;
  return commandLine.includes(`${folder}/`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
