import type { InstanceTarget } from "../instance-actions/instance-target.ts";
import { ignoringExisting, ignoringMissing } from "./already-done.ts";
import { callGuest, changeGuest } from "./call-guest.ts";
import type { DeclaredDatabase } from "./declared.ts";
import { fetchDatabases } from "./shared/fetch-contents.ts";

/** Lists the names of the databases on an instance, and waits for its guest agent while that is busy. */
export function listDatabases(target: InstanceTarget): Promise<ReadonlySet<string>> {
  const { instanceId, context } = target;
  return callGuest(target, "list its databases", (options) => fetchDatabases(instanceId, context.trove, options));
}

/** Requests a database, unless it exists. The guest agent creates it later, and does not report a failure. */
export function createDatabase(
  target: InstanceTarget,
  name: string,
  database: DeclaredDatabase,
  path: readonly string[],
): Promise<void> {
  const { instanceId, context } = target;
  return changeGuest(target, path, `accept the new database ${name}`, (options) =>
    ignoringExisting(context.trove.databases.create(instanceId, [{ name, ...database }], options)),
  );
}

/** Requests the drop of a database, if it exists. The guest agent drops it later, and does not report a failure. */
export function dropDatabase(target: InstanceTarget, name: string, path: readonly string[]): Promise<void> {
  const { instanceId, context } = target;
  return changeGuest(target, path, `drop the database ${name}`, (options) =>
    ignoringMissing(context.trove.databases.delete(instanceId, name, options), { database: name }),
  );
}
