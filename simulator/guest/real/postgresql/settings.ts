import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError, escapeIdentifier, escapeLiteral } from "pg";
import type { ServerSettings } from "../../database-server.ts";
import type { Place } from "../engine.ts";
import { readGroupNames, writeGroupNames } from "./auto-conf.ts";
import { isReserved, ownSettings } from "./own-settings.ts";
import type { Session, Superuser } from "./superuser.ts";

/**
 * What a server needs at least as much of as the one whose WAL it replays
 * (https://www.postgresql.org/docs/17/hot-standby.html#HOT-STANDBY-ADMIN), without `max_wal_senders`, which is the same
 * for all servers here.
 */
export const RECOVERY_MINIMUMS = [
  "max_connections",
  "max_worker_processes",
  "max_prepared_transactions",
  "max_locks_per_transaction",
];
/** Lists whose items are quoted one by one (`variable_is_guc_list_quote` in `src/bin/pg_dump/dumputils.c`). */
const LISTS = [
  "local_preload_libraries",
  "search_path",
  "session_preload_libraries",
  "shared_preload_libraries",
  "temp_tablespaces",
];

/**
 * Replaces the settings of a configuration group. What this version of PostgreSQL does not know or refuses is left out:
 * the rules of Trove accept settings of other versions, and a server with one of these would not start.
 *
 * @returns whether there was something to change.
 */
export async function applySettings(superuser: Superuser, settings: ServerSettings, place: Place): Promise<boolean> {
  const own = ownSettings(place);
  const chosen = Object.entries(settings).filter(([name]) => !isReserved(name, own));
  const previous = await readGroupNames(place.data);
  if (chosen.length === 0 && previous.length === 0) return false;
  await superuser.session(async (session) => {
    const minimums = await recoveryMinimums(session, true);
    const next = new Map([...chosen.map(([name, value]) => [name, String(value)] as const), ...minimums]);
    for (const name of previous) await session(`ALTER SYSTEM RESET ${escapeIdentifier(name)}`);
    const accepted: string[] = [];
    for (const [name, value] of next) {
      if (await accepts(session, name, value)) accepted.push(name);
    }
    await writeGroupNames(place.data, accepted);
  });
  await reload(superuser);
  return true;
}

/**
 * The values of `RECOVERY_MINIMUMS` with which the server runs.
 *
 * @param onlyInRecovery whether to return none unless the server is a replica, which cannot go below them.
 */
export async function recoveryMinimums(
  session: Session,
  onlyInRecovery: boolean,
): Promise<ReadonlyMap<string, string>> {
  const rows = await session<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name = ANY($1) AND (pg_is_in_recovery() OR NOT $2)",
    [RECOVERY_MINIMUMS, onlyInRecovery],
  );
  return new Map(rows.map(({ name, setting }) => [name, setting]));
}

/** Whether settings wait for a restart. */
export async function needsRestart(superuser: Superuser): Promise<boolean> {
  const rows = await superuser.query("SELECT name FROM pg_settings WHERE pending_restart");
  return rows.length > 0;
}

async function accepts(session: Session, name: string, value: string): Promise<boolean> {
  const items = LISTS.includes(name.toLowerCase()) ? value.split(",").map((item) => item.trim()) : [value];
  try {
    await session(`ALTER SYSTEM SET ${escapeIdentifier(name)} = ${items.map(escapeLiteral).join(", ")}`);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}

/** Resolves when new sessions have the settings: the server reads them after it has answered. */
export async function reload(superuser: Superuser): Promise<void> {
  const [before] = await superuser.query<{ at: string }>("SELECT pg_conf_load_time()::text AS at, pg_reload_conf()");
  for (;;) {
    const [now] = await superuser.query<{ at: string }>("SELECT pg_conf_load_time()::text AS at");
    if (now?.at !== before?.at) return;
    await sleep(5);
  }
}
