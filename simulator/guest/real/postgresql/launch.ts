import { access } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "../engine.ts";
import { removeSettings } from "./auto-conf.ts";
import { ownSettings } from "./own-settings.ts";
import type { PostgreSqlBinaries } from "./programs/postgresql-binaries.ts";
import { ServerProcess } from "./server-process.ts";
import { RECOVERY_MINIMUMS } from "./settings.ts";
import { releaseStaleLocks } from "./stale-locks.ts";
import { Superuser } from "./superuser.ts";

const TIMEOUT = 60_000;
const INTERVAL = 20;
/** Processes of a server that was killed end by themselves, as soon as they notice. */
const LEFT_PROCESSES = /pre-existing shared memory block/;

interface Launched {
  readonly process: ServerProcess;
  /** Whether the server started only without its settings. */
  readonly isReduced: boolean;
}

/**
 * Starts a server that accepts connections. If it ends at once, it is started without the settings of its configuration
 * group, such as more memory than the machine has, except those that recovery needs.
 *
 * @throws {Error} with the end of its log.
 */
export async function launch(binaries: PostgreSqlBinaries, place: Place): Promise<Launched> {
  try {
    return { process: await startUntilReady(binaries, place), isReduced: false };
  } catch (error) {
    const recovers = (await isReplica(place)) || (await exists(join(place.data, "recovery.signal")));
    const isRemoved = await removeSettings(place.data, (name) => !recovers || !RECOVERY_MINIMUMS.includes(name));
    if (!isRemoved) throw error;
    return { process: await startUntilReady(binaries, place), isReduced: true };
  }
}

async function startUntilReady(binaries: PostgreSqlBinaries, place: Place): Promise<ServerProcess> {
  for (let waited = 0; ; waited += INTERVAL) {
    await releaseStaleLocks(place);
    const process = await ServerProcess.start(binaries, place, ownSettings(place));
    const problem = await waitUntilReady(process, place);
    if (problem === undefined) return process;
    if (!LEFT_PROCESSES.test(problem) || waited >= TIMEOUT) throw new Error(`PostgreSQL did not start: ${problem}`);
    await sleep(INTERVAL);
  }
}

/** Returns the end of the log of a server that does not get ready. */
async function waitUntilReady(process: ServerProcess, place: Place): Promise<string | undefined> {
  const isRecoveryExpected = await isReplica(place);
  for (let waited = 0; !process.hasEnded && waited < TIMEOUT; waited += INTERVAL) {
    if ((await isInRecovery(place)) === isRecoveryExpected) return undefined;
    await Promise.race([process.ended, sleep(INTERVAL)]);
  }
  await process.stop();
  return process.endOfLog();
}

/** A replica accepts connections while it recovers, and so does a restored server before it accepts writes. */
async function isInRecovery(place: Place): Promise<boolean | undefined> {
  try {
    const [row] = await new Superuser(place).query<{ recovers: boolean }>("SELECT pg_is_in_recovery() AS recovers");
    return row?.recovers;
  } catch {
    return undefined;
  }
}

function isReplica({ data }: Place): Promise<boolean> {
  return exists(join(data, "standby.signal"));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
