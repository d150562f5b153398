import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ServerSettings } from "../../database-server.ts";
import type { Place } from "../engine.ts";
import { socketIn } from "./mysql-connection.ts";
import type { MySqlDialect } from "./mysql-dialect.ts";

const MEBIBYTE = 1024 * 1024;

/** Defaults for many small servers on one machine. A commit survives the end of the process, but no power failure. */
export const TUNING: ServerSettings = {
  innodb_buffer_pool_size: 8 * MEBIBYTE,
  innodb_log_file_size: 4 * MEBIBYTE,
  innodb_log_buffer_size: 2 * MEBIBYTE,
  innodb_flush_log_at_trx_commit: 2,
  // The temporary tablespace has 12 MiB otherwise, and each extension of a shared one 64 MiB.
  innodb_temp_data_file_path: "ibtmp1:3M:autoextend",
  innodb_autoextend_increment: 1,
  innodb_buffer_pool_dump_at_shutdown: 0,
  innodb_buffer_pool_load_at_startup: 0,
  sync_binlog: 0,
  key_buffer_size: 128 * 1024,
  performance_schema: 0,
};

/** The options that make the server ours: no setting can change them. */
export function setUpOptions(place: Place | Pick<Place, "data" | "sockets">, dialect: MySqlDialect): ServerSettings {
  const { data, sockets } = place;
  return {
    datadir: data,
    socket: socketIn(sockets),
    pid_file: join(sockets, "mysql.pid"),
    tmpdir: sockets,
    // Otherwise `root` could read and write the files of the user who runs the simulator.
    secure_file_priv: sockets,
    // Otherwise a table could be outside the data folder, of which a copy is made.
    symbolic_links: 0,
    // Writes of the kernel would go on while the process is frozen, and its data copied.
    innodb_use_native_aio: 0,
    // Without it, clients from the loopback would be `localhost`, and the superuser could log in over TCP.
    skip_name_resolve: 1,
    log_bin: "binlog",
    relay_log: "relay",
    read_only: isReplica(data) ? 1 : 0,
    ...("address" in place
      ? { skip_networking: 0, bind_address: place.address, port: place.port, server_id: serverId(place) }
      : { skip_networking: 1 }),
    ...dialect.options,
  };
}

/** The options that count when the files are created. */
export function sizes({ options }: MySqlDialect): ServerSettings {
  return Object.fromEntries(Object.entries({ ...TUNING, ...options }).filter(([name]) => name.startsWith("innodb_")));
}

/** In a replica's data: tells the next start that programs must not write. */
export const REPLICA_MARK = "trove-replica";

function isReplica(data: string): boolean {
  return existsSync(join(data, REPLICA_MARK));
}

/** Replication needs a different number for each server, from 1 on. */
function serverId({ address, port }: Place): number {
  return createHash("sha256").update(`${address}:${port}`).digest().readUInt32BE() || 1;
}

/** The arguments of the server: of equal options the last one counts. It skips those with `loose` that it does not know. */
export function commandLine(setUp: ServerSettings, settings: ServerSettings): string[] {
  return ["--no-defaults", ...asArguments({ ...TUNING, ...settings }), ...asArguments(setUp)];
}

export function asArguments(settings: ServerSettings): string[] {
  return Object.entries(settings).map(
    ([name, value]) => `--loose-${name}=${typeof value === "boolean" ? +value : value}`,
  );
}

/** The settings without those that the server's errors name, by name or value, or without all if they name none. */
export function withoutRefused(settings: ServerSettings, log: string): ServerSettings {
  const errors = log.split("\n").filter((line) => !/\[(Note|Warning|System)\]/.test(line));
  const messages = errors.join("\n").replaceAll("-", "_").toLowerCase();
  const kept = Object.entries(settings).filter(
    ([name, value]) => !messages.includes(name.toLowerCase()) && !messages.includes(`'${value}'`.toLowerCase()),
  );
  return kept.length < Object.keys(settings).length ? Object.fromEntries(kept) : {};
}
