import type { TroveRelease } from "./trove-releases.ts";

export type DatastoreType = "mysql" | "mariadb" | "postgresql";

export type GroupValues = Readonly<Record<string, number>>;

/** A datastore of the test clouds, with valid values for it. */
export interface Datastore {
  readonly type: DatastoreType;
  readonly title: string;
  /** The versions that both clouds have. The newer one is the default. */
  readonly versions: readonly [older: string, newer: string];
  readonly port: number;
  /** A valid character set and one of its collations. */
  readonly text: { readonly characterSet: string; readonly collate: string };
  /** A host other than `%`, if its users have hosts. */
  readonly userHost: string;
  /** Two sets of values for the same parameter, which take effect without a restart. */
  readonly dynamicValues: readonly [GroupValues, GroupValues];
  /** Values that take effect after a restart. */
  readonly staticValues: GroupValues;
  /** Another datastore, for tests of a replacement. */
  readonly replacement: DatastoreType;
}

const mysqlLike = {
  port: 3306,
  text: { characterSet: "utf8mb4", collate: "utf8mb4_bin" },
  userHost: "10.0.0.%",
  dynamicValues: [{ wait_timeout: 100 }, { wait_timeout: 200 }],
  staticValues: { innodb_buffer_pool_size: 268435456 },
} as const;

export const datastores: Readonly<Record<DatastoreType, Datastore>> = {
  mysql: {
    ...mysqlLike,
    type: "mysql",
    title: "MySQL",
    versions: ["5.7.29", "8.0.29"],
    replacement: "mariadb",
  },
  mariadb: {
    ...mysqlLike,
    type: "mariadb",
    title: "MariaDB",
    versions: ["10.4.12", "10.4.18"],
    replacement: "postgresql",
  },
  postgresql: {
    type: "postgresql",
    title: "PostgreSQL",
    versions: ["12.4", "12.18"],
    port: 5432,
    text: { characterSet: "UTF8", collate: "en_US.utf8" },
    userHost: "%",
    dynamicValues: [{ max_wal_size: 2048 }, { max_wal_size: 4096 }],
    staticValues: { max_connections: 200 },
    replacement: "mysql",
  },
};

/** Whether the API lists and changes databases and users (`trove/extensions/common/models.py`, `load_and_verify`). */
export function hasContents(release: TroveRelease, type: DatastoreType): boolean {
  return release >= 26 || type !== "postgresql";
}
