import { toRefusals } from "../diff/property-change.ts";
import { RefusedError } from "../errors/refused-error.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { ignoringExisting, ignoringMissing } from "./already-done.ts";
import { changeGuest, listDatabases, listIncludingLate } from "./call-guest.ts";
import { diffDroppedDatabase } from "./diff-contents.ts";
import type { DeclaredDatabases, DeclaredUser } from "./declared.ts";
import { dropRow } from "./diff-contents.ts";
import { brokenGuestRules } from "./rules/guest-rules.ts";
import { revokeStaleGrants } from "./stale-grants.ts";
import { waitUntilCreated, waitUntilDropped } from "./wait-for-names.ts";

/** Creates what is declared and not there. The guest does it a while later, and says nothing if it fails. */
export async function createDatabases(work: Reconciliation): Promise<void> {
  const { databases: wanted } = work.inputs;
  if (wanted === undefined || work.isUpToDate("databases")) return;
  const there = await listDatabases(work);
  const missing = Object.keys(wanted).filter((name) => !there.has(name));
  refuseBroken(work, Object.fromEntries(missing.map((name) => [name, wanted[name] ?? {}])));
  await revokeStaleGrants(work, missing);
  forgetGrants(work, missing);
  for (const name of missing) {
    // From here on it may exist: whatever becomes of the answer, it is the program's to drop again.
    work.markApplied({ databases: { ...work.reached.databases, [name]: wanted[name] ?? {} } });
    await changeGuest(work, ["databases", name], `to take the database ${name}`, (options) =>
      ignoringExisting(work.context.trove.databases.create(work.id, [{ name, ...wanted[name] }], options)),
    );
  }
  if (missing.length > 0) await waitUntilCreated(work, "databases", missing, listDatabases);
  // What is still to be dropped stays declared until it is gone.
  work.markApplied({ databases: { ...work.reached.databases, ...wanted } });
}

/** PostgreSQL drops the grants on a database with it, so that a database that is made again has none. */
function forgetGrants(work: Reconciliation, names: readonly string[]): void {
  const { users = {} } = work.reached;
  const isOf = ({ databases = [] }: DeclaredUser) => databases.some((name) => names.includes(name));
  if (!Object.values(users).some(isOf)) return;
  const remaining = Object.entries(users).map(([key, { databases, ...user }]) => [
    key,
    databases === undefined ? user : { ...user, databases: databases.filter((name) => !names.includes(name)) },
  ]);
  work.markApplied({ users: Object.fromEntries(remaining) });
}

/** Of an adopted or restored instance it is known only here which databases are new. */
function refuseBroken(work: Reconciliation, databases: DeclaredDatabases): void {
  const broken = brokenGuestRules([work.state.datastoreType], { databases }, undefined);
  if (broken.length === 0) return;
  const rows = toRefusals(broken);
  throw new RefusedError(`Creating databases on instance ${work.id}`, rows);
}

/**
 * Drops what the program declared and declares no more, and nothing else.
 *
 * @throws {RefusedError} a database turned up meanwhile that an interrupted update had asked for, and the program does
 * not consent to its drop.
 */
export async function dropDatabases(work: Reconciliation): Promise<void> {
  const { databases: wanted } = work.inputs;
  if (wanted === undefined) return work.markApplied({ databases: undefined });
  const dropped = Object.keys(work.reached.databases ?? {}).filter((name) => !Object.hasOwn(wanted, name));
  if (dropped.length > 0) {
    const there = await listIncludingLate(work, listDatabases, dropped);
    const present = dropped.filter((name) => there.has(name));
    const refused = present
      .map((name) => diffDroppedDatabase(name, work.inputs))
      .filter(({ kind }) => kind === "refuse");
    if (refused.length > 0) throw new RefusedError(`Dropping databases of instance ${work.id}`, refused);
    for (const name of present) {
      await changeGuest(work, ["databases", name], `to drop the database ${name}`, (options) =>
        ignoringMissing(work.context.trove.databases.delete(work.id, name, options), { database: name }),
      );
    }
    await waitUntilDropped(work, "databases", dropped, listDatabases);
  }
  work.markApplied({ databases: pick(work.reached.databases ?? {}, wanted) });
}

function pick(reached: DeclaredDatabases, wanted: DeclaredDatabases): DeclaredDatabases {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, reached[name] ?? {}]));
}
