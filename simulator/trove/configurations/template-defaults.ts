import type { Call } from "../call.ts";
import { findFlavor } from "../flavors.ts";
import { instanceWithServer } from "../instances/checks.ts";
import type { Instance } from "../instances/instance.ts";
import type { TroveRelease } from "../release.ts";

type Defaults = Readonly<Record<string, string | number>>;

/** `GET /instances/{id}/configuration`: the template's values, regardless of the attached group. */
export function showDefaults(call: Call): unknown {
  return { instance: { configuration: templateDefaults(instanceWithServer(call), call.cloud.behavior.release) } };
}

/** The defaults that Trove writes for a flavor (`trove/templates/{datastore}/config.template`). */
export function templateDefaults(
  { id, flavor, datastore }: Pick<Instance, "id" | "flavor" | "datastore">,
  release: TroveRelease,
): Defaults {
  const { ram } = findFlavor(flavor);
  if (datastore.type === "postgresql") return postgresql(ram, release);
  const common = { ...mysqlAndMariadb(ram / 512), server_id: Number.parseInt(id.slice(0, 7), 16) };
  return datastore.type === "mariadb" ? { ...common, ...mariadb(ram / 512) } : { ...common, ...MYSQL };
}

const MYSQL: Defaults = {
  "secure-file-priv": "NULL",
  "pid-file": "/var/run/mysqld/mysqld.pid",
  default_authentication_plugin: "mysql_native_password",
  performance_schema: "ON",
};

function mariadb(scale: number): Defaults {
  return {
    pid_file: "/var/run/mysqld/mysqld.pid",
    query_cache_type: 1,
    query_cache_limit: "1M",
    query_cache_size: `${8 * scale}M`,
  };
}

/** @param scale the flavor's RAM divided by 512 MiB. */
function mysqlAndMariadb(scale: number): Defaults {
  return {
    port: 3306,
    basedir: "/usr",
    datadir: "/var/lib/mysql/data",
    tmpdir: "/var/tmp",
    socket: "/var/run/mysqld/mysqld.sock",
    "skip-external-locking": 1,
    key_buffer_size: `${50 * scale}M`,
    max_allowed_packet: `${1024 * scale}K`,
    thread_stack: "192K",
    thread_cache_size: 4 * scale,
    "myisam-recover-options": "BACKUP,FORCE",
    innodb_data_file_path: "ibdata1:10M:autoextend",
    innodb_buffer_pool_size: `${150 * scale}M`,
    innodb_file_per_table: 1,
    innodb_log_files_in_group: 2,
    innodb_log_file_size: "50M",
    innodb_log_buffer_size: "25M",
    connect_timeout: 15,
    wait_timeout: 120,
    join_buffer_size: "1M",
    read_buffer_size: "512K",
    read_rnd_buffer_size: "512K",
    sort_buffer_size: "1M",
    tmp_table_size: `${16 * scale}M`,
    max_heap_table_size: `${16 * scale}M`,
    table_open_cache: 256 * scale,
    table_definition_cache: 256 * scale,
    open_files_limit: 512 * scale,
    max_user_connections: 100 * scale,
    max_connections: 100 * scale,
    default_storage_engine: "innodb",
    "local-infile": 0,
  };
}

/** @param ram MiB */
function postgresql(ram: number, release: TroveRelease): Defaults {
  const archive = "/var/lib/postgresql/data/wal_archive/%f";
  const copy = release >= 26 ? `cp %p ${archive}.tmp && mv ${archive}.tmp ${archive}` : `cp %p ${archive}`;
  return {
    listen_addresses: "'*'",
    max_connections: 100,
    shared_buffers: `${Math.floor(ram * (ram >= 3072 ? 0.25 : 0.1))}MB`,
    max_stack_depth: "7MB",
    dynamic_shared_memory_type: "posix",
    wal_level: "replica",
    wal_log_hints: "on",
    max_wal_size: "1GB",
    min_wal_size: "80MB",
    archive_mode: "on",
    archive_command: `'test ! -f ${archive} && ${copy}'`,
    restore_command: `'cp ${archive} "%p"'`,
    wal_keep_segments: 5,
    effective_cache_size: `${Math.max(ram - 512, 512)}MB`,
    log_timezone: "'Etc/UTC'",
    update_process_title: "off",
    datestyle: "'iso, mdy'",
    timezone: "'Etc/UTC'",
    lc_messages: "'en_US.utf8'",
    lc_monetary: "'en_US.utf8'",
    lc_numeric: "'en_US.utf8'",
    lc_time: "'en_US.utf8'",
    default_text_search_config: "'pg_catalog.english'",
    include_dir: "'/etc/postgresql/conf.d'",
  };
}
