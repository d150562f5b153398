import { dirname } from "node:path";
import type { ReplicationSource } from "../engine.ts";
import type { SqlRow } from "./mysql-connection.ts";
import type { MySqlProgram } from "./mysql-programs.ts";

const MEBIBYTE = 1024 * 1024;

/** The user with whom replicas log in. Trove refuses a slash in a name, so that no other user can have it. */
export const REPLICATION_USER = "trove/replication";

export interface ReplicationStatus {
  /** Whether it is connected to its source. */
  readonly receives: boolean;
  readonly applies: boolean;
  /** The position of the last transaction that it has received. */
  readonly received: string;
}

/** All in which MySQL and MariaDB differ here. */
export interface MySqlDialect {
  /** The command that fills an empty folder, where the only user who can log in is `root@localhost`. */
  initialize(program: MySqlProgram, data: string): readonly [command: string, ...options: string[]];
  readonly options: Readonly<Record<string, string | number>>;
  /** Flushes what is not transactional, and holds commits and DDL back. */
  readonly lock: readonly string[];
  readonly unlock: readonly string[];
  /** Reads the position after the last transaction, as `position`. */
  readonly position: string;
  /** Waits for at most a second until the transactions up to `?` are applied. */
  readonly wait: string;
  readonly status: string;
  readStatus(row: SqlRow): ReplicationStatus;
  /** Starts over at the server's own position. */
  follow(source: ReplicationSource, password: string): readonly string[];
  readonly stopReceiving: string;
  readonly stopReplication: readonly string[];
}

export const mariadb: MySqlDialect = {
  initialize: ({ path, installer = "" }, data) => [
    installer,
    "--no-defaults",
    `--basedir=${dirname(dirname(path))}`,
    `--datadir=${data}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    "--skip-name-resolve",
  ],
  options: {
    log_slave_updates: 1,
    skip_slave_start: 1,
    aria_pagecache_buffer_size: MEBIBYTE,
    aria_log_file_size: 8 * MEBIBYTE,
  },
  // https://mariadb.com/kb/en/storage-snapshots-and-backup-stage-commands/
  lock: ["BACKUP STAGE START", "BACKUP STAGE BLOCK_COMMIT"],
  unlock: ["BACKUP STAGE END"],
  position: "SELECT @@GLOBAL.gtid_binlog_pos AS position",
  wait: "SELECT MASTER_GTID_WAIT(?, 1)",
  status: "SHOW SLAVE STATUS",
  readStatus: (row) => ({
    receives: row.Slave_IO_Running === "Yes",
    applies: row.Slave_SQL_Running === "Yes",
    received: String(row.Gtid_IO_Pos),
  }),
  follow: ({ address, port }, password) => [
    "STOP SLAVE",
    // The binary log has all transactions, the server's own and the replicated ones; `gtid_slave_pos` only the latter,
    // and those of the server of which this one's data is a copy.
    "SET GLOBAL gtid_slave_pos = @@GLOBAL.gtid_binlog_pos",
    `CHANGE MASTER TO MASTER_HOST = '${address}', MASTER_PORT = ${port}, MASTER_USER = '${REPLICATION_USER}',
      MASTER_PASSWORD = '${password}', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos`,
    "START SLAVE",
  ],
  stopReceiving: "STOP SLAVE IO_THREAD",
  stopReplication: ["STOP SLAVE", "RESET SLAVE ALL"],
};

export const mysql: MySqlDialect = {
  // https://dev.mysql.com/doc/refman/8.4/en/data-directory-initialization.html
  initialize: ({ path }, data) => [path, "--no-defaults", "--initialize-insecure", `--datadir=${data}`],
  options: {
    log_replica_updates: 1,
    skip_replica_start: 1,
    gtid_mode: "ON",
    enforce_gtid_consistency: "ON",
    innodb_redo_log_capacity: 8 * MEBIBYTE,
    // The X Plugin listens on 33060 otherwise.
    mysqlx: 0,
  },
  // https://dev.mysql.com/doc/refman/8.4/en/lock-instance-for-backup.html
  lock: ["LOCK INSTANCE FOR BACKUP", "FLUSH TABLES WITH READ LOCK"],
  unlock: ["UNLOCK TABLES", "UNLOCK INSTANCE"],
  position: "SELECT @@GLOBAL.gtid_executed AS position",
  wait: "SELECT WAIT_FOR_EXECUTED_GTID_SET(?, 1)",
  status: "SHOW REPLICA STATUS",
  readStatus: (row) => ({
    receives: row.Replica_IO_Running === "Yes",
    applies: row.Replica_SQL_Running === "Yes",
    received: String(row.Retrieved_Gtid_Set),
  }),
  follow: ({ address, port }, password) => [
    "STOP REPLICA",
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${address}', SOURCE_PORT = ${port},
      SOURCE_USER = '${REPLICATION_USER}', SOURCE_PASSWORD = '${password}', SOURCE_CONNECT_RETRY = 1,
      SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1`,
    "START REPLICA",
  ],
  stopReceiving: "STOP REPLICA IO_THREAD",
  stopReplication: ["STOP REPLICA", "RESET REPLICA ALL"],
};
