import { toRefusals } from "../../../diff/property-change.ts";
import { RefusedError } from "../../../errors/refused-error.ts";
import { createDatabase, dropDatabase, listDatabases } from "../../../guest/databases.ts";
import type { DeclaredDatabases, DeclaredUser } from "../../../guest/declared.ts";
import { diffDroppedDatabase } from "../../../guest/diff-contents.ts";

import { revokeStaleGrants } from "../../../guest/grants.ts";
import { brokenGuestRules } from "../../../guest/rules/guest-rules.ts";
import { listIncludingLate, waitUntilCreated, waitUntilDropped } from "../../../guest/wait-for-names.ts";

import type { Reconciliation } from "../reconciliation.ts";

/** Creates the declared databases that do not exist. */
export async function createDatabases(reconciliation: Reconciliation): Promise<void> {
  const { inputs, applied } = reconciliation;
  const { databases, users = {} } = inputs;
  if (databases === undefined || applied.isUpToDate("databases")) return;
  const existing = await listDatabases(reconciliation);
  const missing = Object.fromEntries(Object.entries(databases).filter(([name]) => !existing.has(name)));
  const names = Object.keys(missing);
  assertCreatable(missing, reconciliation);
  await revokeStaleGrants(reconciliation, names, users, (key) => ["users", key, "databases"]);
  forgetGrants(names, reconciliation);
  for (const [name, database] of Object.entries(missing)) {
    // From here on the database may exist, whatever the answer is: it is the program's to drop.
    applied.mark({ databases: { ...applied.values.databases, [name]: database } });
    await createDatabase(reconciliation, name, database, ["databases", name]);
  }
  if (names.length > 0) await waitUntilCreated(reconciliation, "databases", missing, listDatabases);
  // Those that are still to be dropped stay declared until they are.
  applied.mark({ databases: { ...applied.values.databases, ...databases } });
}

/**
 * Refuses new databases that the guest agent would not create. For an adopted or restored instance it is only now known
 * which databases are new.
 */
function assertCreatable(databases: DeclaredDatabases, { instanceId, datastoreType }: Reconciliation): void {
  const broken = brokenGuestRules([datastoreType], { databases }, undefined);
  if (broken.length > 0) throw new RefusedError(`Creating databases on instance ${instanceId}`, toRefusals(broken));
}

/** Forgets the grants on databases that no longer exist: PostgreSQL drops them with the database. */
function forgetGrants(names: readonly string[], { applied }: Reconciliation): void {
  const { users = {} } = applied.values;
  const isAffected = ({ databases = [] }: DeclaredUser) => databases.some((name) => names.includes(name));
  if (!Object.values(users).some(isAffected)) return;
  const remaining = Object.entries(users).map(([key, { databases, ...user }]) => [
    key,
    databases === undefined ? user : { ...user, databases: databases.filter((name) => !names.includes(name)) },
  ]);
  applied.mark({ users: Object.fromEntries(remaining) });
}

/**
 * Drops the databases that the program declared before and no longer declares, and no others.
 *
 * @throws {RefusedError} a database exists that an interrupted update requested, and the program does not consent to its
 * drop.
 */
export async function dropDatabases(reconciliation: Reconciliation): Promise<void> {
  const { instanceId, inputs, applied } = reconciliation;
  const { databases } = inputs;
  if (databases === undefined) return applied.mark({ databases: undefined });
  const dropped = Object.keys(applied.values.databases ?? {}).filter((name) => !Object.hasOwn(databases, name));
  if (dropped.length > 0) {
    const existing = await listIncludingLate(reconciliation, listDatabases, dropped);
    const present = dropped.filter((name) => existing.has(name));
    const refused = present.map((name) => diffDroppedDatabase(name, inputs)).filter(({ kind }) => kind === "refuse");
    if (refused.length > 0) throw new RefusedError(`Dropping databases of instance ${instanceId}`, refused);
    for (const name of present) await dropDatabase(reconciliation, name, ["databases", name]);
    await waitUntilDropped(reconciliation, "databases", dropped, listDatabases);
  }
  const before = applied.values.databases ?? {};
  applied.mark({ databases: Object.fromEntries(Object.keys(databases).map((name) => [name, before[name] ?? {}])) });
}
