import type { Place } from "../engine.ts";

/**
 * What the embedded cloud decides, as arguments on the command line: they take precedence over a configuration group.
 * Addresses, folders and the log are where the cloud looks for them; copies and replicas need the WAL settings; TLS has
 * no certificate.
 */
export function ownSettings({ address, port, sockets }: Place): Readonly<Record<string, string>> {
  return {
    listen_addresses: address,
    port: String(port),
    unix_socket_directories: sockets,
    unix_socket_permissions: "0700",
    logging_collector: "off",
    log_destination: "stderr",
    ssl: "off",
    wal_level: "replica",
    max_wal_senders: "10",
    max_replication_slots: "10",
    max_slot_wal_keep_size: "-1",
    full_page_writes: "on",
    hot_standby: "on",
    archive_mode: "off",
    // A copy starts with archive recovery, which needs a command. This one finds nothing, so `pg_wal` is read.
    restore_command: "false",
    // In the data folder instead of `/dev/shm`: a server that is killed leaves nothing elsewhere.
    dynamic_shared_memory_type: "mmap",
  };
}

/** Settings that name files or decide what a replica follows. They are never taken from a configuration group either. */
const RESERVED =
  /^(data_directory|config_file|hba_file|ident_file|external_pid_file|unix_socket_group|primary_|recovery_|archive_)/;

export function isReserved(name: string, own: Readonly<Record<string, string>>): boolean {
  const folded = name.toLowerCase();
  return folded in own || RESERVED.test(folded);
}

/**
 * The defaults of a server, which a configuration group can change. Twenty servers fit in 150 MB of memory.
 * Nothing is synced to disk, which only a crash of the machine would need. `autovacuum` off saves a process.
 */
export const POSTGRESQL_CONF = `
max_connections = 50
shared_buffers = 4MB
wal_buffers = 64kB
max_worker_processes = 4
# Their own defaults. If they were not here, a restored server would restart to lose those of the copy.
max_locks_per_transaction = 64
max_prepared_transactions = 0
max_logical_replication_workers = 0
huge_pages = off
jit = off
autovacuum = off
fsync = off
min_wal_size = 2MB
max_wal_size = 64MB
# A replica that is stopped finds what it missed, if that is not more.
wal_keep_size = 64MB
wal_retrieve_retry_interval = 1s
timezone = 'UTC'
log_timezone = 'UTC'
include 'replica.conf'
`;

/** Where `POSTGRESQL_CONF` finds what a replica follows. Empty in a copy, and while the server is no replica. */
export const REPLICA_CONF = "replica.conf";

/**
 * Trove's rules without those for replication (`PgSqlApp.apply_access_rules` in
 * `trove/guestagent/datastore/postgres/service.py`), except that the superuser is let in through the socket alone.
 * `md5` accepts SCRAM passwords too, and nothing else if the role has one.
 */
export const PG_HBA_CONF = `
local all         postgres     trust
local replication postgres     trust
host  all         postgres all reject
host  all         all      all md5
`;
