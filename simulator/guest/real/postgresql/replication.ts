import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeOwned } from "../copy-folder.ts";
import type { ReplicationSource, SystemUser } from "../engine.ts";
import { REPLICA_CONF } from "./own-settings.ts";
import { reload } from "./settings.ts";
import { SUPERUSER, Superuser } from "./superuser.ts";

const TIMEOUT = 10_000;
const INTERVAL = 20;

/** Makes the server that starts on `data`, a copy, a replica of `source`. */
export async function prepareStandby(
  data: string,
  source: ReplicationSource,
  user: SystemUser | undefined,
): Promise<void> {
  await writeSource(data, source, user);
  await writeOwned(join(data, "standby.signal"), "", user);
  await rm(join(data, "recovery.signal"), { force: true });
}

/**
 * Makes a replica follow `source`. Resolves when it streams, or at once if it followed `source` before: that server may
 * be stopped.
 *
 * @throws {Error} if the server is no replica, or `source` does not have what it has replayed. Its data must be replaced
 * then.
 */
export async function followSource(
  superuser: Superuser,
  data: string,
  source: ReplicationSource,
  user: SystemUser | undefined,
): Promise<void> {
  const [now] = await superuser.query<{ isReplica: boolean; connection: string }>(
    `SELECT pg_is_in_recovery() AS "isReplica", current_setting('primary_conninfo') AS connection`,
  );
  if (!now?.isReplica) throw new Error("The server is no replica: replace its data by a copy of the source's.");
  if (now.connection === connectionOf(source)) return;
  await writeSource(data, source, user);
  await reload(superuser);
  const streams = await isReached(TIMEOUT, async () => {
    const rows = await superuser.query(
      "SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming' AND sender_host = $1 AND sender_port = $2",
      [source.sockets, source.port],
    );
    return rows.length > 0;
  });
  if (!streams) throw new Error("The replica does not stream: replace its data by a copy of the source's.");
}

/**
 * Ends replication. Before, the replica gets all that `source` has committed, if that server runs and sends it within ten
 * seconds.
 */
export async function promote(superuser: Superuser, source: ReplicationSource | undefined): Promise<void> {
  const end = source && (await endOfWal(source));
  if (end !== undefined) {
    await isReached(TIMEOUT, async () => {
      const [at] = await superuser.query<{ isPast: boolean }>(
        `SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS "isPast"`,
        [end],
      );
      return at?.isPast === true;
    });
  }
  // Replays what has been received first.
  const [result] = await superuser.query<{ isPromoted: boolean }>(`SELECT pg_promote() AS "isPromoted"`);
  if (result?.isPromoted !== true) throw new Error("The replica was not promoted within a minute.");
}

/** `undefined` if the server does not run. */
async function endOfWal(source: ReplicationSource): Promise<string | undefined> {
  try {
    const [end] = await new Superuser(source).query<{ lsn: string }>(
      `SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END::text AS lsn`,
    );
    return end?.lsn;
  } catch {
    return undefined;
  }
}

/** Through the source's socket, where its superuser needs no password. */
function connectionOf({ sockets, port }: ReplicationSource): string {
  const folder = sockets.replace(/['\\]/g, "\\$&");
  return `host='${folder}' port=${port} user=${SUPERUSER}`;
}

async function writeSource(data: string, source: ReplicationSource, user: SystemUser | undefined): Promise<void> {
  const connection = connectionOf(source).replace(/['\\]/g, "$&$&");
  await writeOwned(join(data, REPLICA_CONF), `primary_conninfo = '${connection}'\n`, user);
}

async function isReached(timeout: number, isMet: () => Promise<boolean>): Promise<boolean> {
  for (let waited = 0; waited < timeout; waited += INTERVAL) {
    if (await isMet()) return true;
    await sleep(INTERVAL);
  }
  return false;
}
