import { randomUUID } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { copyFolder, writeOwned } from "../copy-folder.ts";
import type { SystemUser } from "../engine.ts";
import { addNumbers, GROUP_SETTINGS, readGroupNames, removeSettings, writeGroupNames } from "./auto-conf.ts";
import { REPLICA_CONF } from "./own-settings.ts";
import { recoveryMinimums } from "./settings.ts";
import type { Session, Superuser } from "./superuser.ts";

/** Folders whose content belongs to the server that runs. The folders themselves must exist. */
const EMPTY_FOLDERS = [
  "pg_dynshmem",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_wal",
];
const EMPTY_WAL_FOLDERS = ["pg_wal/archive_status", "pg_wal/summaries"];
const SKIPPED_FILES = [
  "backup_label",
  "backup_manifest",
  "postmaster.opts",
  "postmaster.pid",
  "recovery.signal",
  "standby.signal",
  "tablespace_map",
  GROUP_SETTINGS,
  REPLICA_CONF,
];
const SKIPPED_EVERYWHERE = /^(pg_internal\.init.*|pgsql_tmp.*)$/;
const CONTROL_FILE = "global/pg_control";

/** What `pg_backup_stop` returns, and what is needed to find its WAL. */
interface Backup {
  /** Where the copy becomes consistent. */
  readonly lsn: string;
  readonly label: string;
  readonly tablespaces: string;
  /** Bytes. */
  readonly segmentSize: number;
}

/**
 * Copies the data of a server that runs, by PostgreSQL's low-level API
 * (https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP). The server may be a replica.
 *
 * The copy is complete: it has all WAL from the start of the backup to its end. A temporary replication slot, created
 * before the start, keeps the server from removing segments, and `pg_wal` is copied after `pg_backup_stop`, which on a
 * primary has written the record of the end and closed its segment. A replica has replayed up to the end, so it has
 * received and written that WAL; there `pg_control` tells recovery where the end is, so it is copied last.
 *
 * The copy starts with the source's values of `RECOVERY_MINIMUMS`, without which recovery is refused, and with nothing
 * else of the source's configuration group.
 */
export async function copyRunningServer(
  superuser: Superuser,
  from: string,
  to: string,
  user: SystemUser | undefined,
): Promise<void> {
  await superuser.session(async (session) => {
    const slot = `copy_${randomUUID().replaceAll("-", "")}`;
    await session("SELECT pg_create_physical_replication_slot($1, true, true)", [slot]);
    await session("SELECT pg_backup_start('copy', fast => true)");
    const groupNames = await readGroupNames(from);
    const minimums = await recoveryMinimums(session, false);
    await chmod(to, 0o700);
    await copyFolder(from, to, user, isCopied);
    await copyControlFile(from, to, user);
    const backup = await stop(session);
    if (backup.tablespaces !== "") throw new Error("Tablespaces outside the data folder cannot be copied.");
    await copyWal(from, to, user, backup);
    await prepareStart(to, user, backup.label);
    await removeSettings(to, (name) => groupNames.includes(name) || minimums.has(name));
    await addNumbers(to, minimums);
    await writeGroupNames(to, [...minimums.keys()]);
  });
}

function isCopied(path: string): boolean {
  const isBelowEmpty = EMPTY_FOLDERS.some((folder) => path.startsWith(`${folder}/`));
  if (isBelowEmpty) return EMPTY_WAL_FOLDERS.includes(path);
  return !SKIPPED_FILES.includes(path) && path !== CONTROL_FILE && !SKIPPED_EVERYWHERE.test(basename(path));
}

/** The server writes this file in place, so it is read until two reads agree. */
async function copyControlFile(from: string, to: string, user: SystemUser | undefined): Promise<void> {
  let content = await readFile(join(from, CONTROL_FILE));
  for (;;) {
    const again = await readFile(join(from, CONTROL_FILE));
    if (again.equals(content)) break;
    content = again;
  }
  await writeOwned(join(to, CONTROL_FILE), content, user);
}

async function stop(session: Session): Promise<Backup> {
  const [backup] = await session<Backup>(
    `SELECT lsn::text, labelfile AS label, spcmapfile AS tablespaces,
       (SELECT setting::int FROM pg_settings WHERE name = 'wal_segment_size') AS "segmentSize"
     FROM pg_backup_stop(wait_for_archive => false)`,
  );
  if (!backup) throw new Error("pg_backup_stop returned nothing.");
  return backup;
}

/** Copies the segments between start and end of the backup, and the histories of timelines. */
async function copyWal(from: string, to: string, user: SystemUser | undefined, backup: Backup): Promise<void> {
  const [, first = ""] = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(backup.label) ?? [];
  const start = startOf(first, backup.segmentSize);
  const end = positionOf(backup.lsn);
  await copyFolder(join(from, "pg_wal"), join(to, "pg_wal"), user, (name) => {
    if (/^[0-9A-F]{8}\.history$/.test(name)) return true;
    if (!/^[0-9A-F]{24}$/.test(name)) return false;
    const at = startOf(name, backup.segmentSize);
    return at >= start && at < end;
  });
}

/** The position at which a segment starts: its name is timeline, upper half and number, of eight digits each. */
function startOf(segment: string, segmentSize: number): bigint {
  const [upper, number] = [segment.slice(8, 16), segment.slice(16)];
  return (BigInt(`0x${upper}`) << 32n) + BigInt(`0x${number}`) * BigInt(segmentSize);
}

function positionOf(lsn: string): bigint {
  const [upper, lower] = lsn.split("/");
  return (BigInt(`0x${upper}`) << 32n) + BigInt(`0x${lower}`);
}

/**
 * Makes the copy start with archive recovery. As a crash recovery, it would not start if it is a copy of a replica, which
 * has no record of the end of its backup.
 */
async function prepareStart(to: string, user: SystemUser | undefined, label: string): Promise<void> {
  await writeOwned(join(to, "backup_label"), label, user);
  await writeOwned(join(to, "recovery.signal"), "", user);
  await writeOwned(join(to, REPLICA_CONF), "", user);
}
