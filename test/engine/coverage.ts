import { type DatastoreType, datastores, hasContents } from "../support/datastores.ts";
import type { TroveRelease } from "../support/trove-releases.ts";

/**
 * What the engine does on every datastore, on the simulator as 18 and as 26, and on one datastore on each real Trove: all
 * of these together run each datastore on each of the two.
 */
export interface Coverage {
  readonly what: string;
  /** Only where the API lists and changes databases and users. */
  readonly needsContents?: boolean;
  readonly real: Readonly<Record<TroveRelease, DatastoreType>>;
}

/** `docs/compatibility.md` has a row for each; each test that runs on all of these clouds names the one that it is of. */
export const coverage = {
  instance: {
    what: "Create, change everything at once, drift, destroy",
    real: { 18: "postgresql", 26: "mariadb" },
  },
  contents: {
    what: "Databases, users and grants, and their drift",
    needsContents: true,
    real: { 18: "mysql", 26: "postgresql" },
  },
  replicas: {
    what: "Replicas, fail-over, detaching",
    real: { 18: "postgresql", 26: "mysql" },
  },
  groups: {
    what: "Configuration groups, restarts",
    real: { 18: "postgresql", 26: "mariadb" },
  },
  backups: {
    what: "Final backups, replacement by another datastore",
    real: { 18: "mysql", 26: "mariadb" },
  },
  restores: {
    what: "Restoring a backup, with databases and users",
    needsContents: true,
    real: { 18: "mariadb", 26: "mysql" },
  },
} satisfies Readonly<Record<string, Coverage>>;

/** The datastores that it runs on, on the simulator as a release. */
export function simulatedDatastores(
  { needsContents = false }: Coverage,
  release: TroveRelease,
): readonly DatastoreType[] {
  const types = Object.values(datastores).map(({ type }) => type);
  return types.filter((type) => !needsContents || hasContents(release, type));
}
