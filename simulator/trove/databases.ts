import { ApiFault, badRequest, erred } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { castToGuest, readGuest } from "./guest-agent/calls.ts";
import { checkDatabaseRuns, instanceWithServer } from "./instances/checks.ts";
import { announced } from "./instances/fault.ts";
import type { Instance } from "./instances/instance.ts";
import { checkDatabaseName, checkReservedDatabase, InvalidName, isHiddenDatabase } from "./mysql/names.ts";
import { type DatabaseBody, populateDatabases } from "./mysql/populate.ts";
import { pageBody, pageByKey } from "./paging.ts";
import { refusingDatabases, refusingNames } from "./refused-name.ts";
import { cutFormat } from "./user-path.ts";

export function listDatabases(call: Call): unknown {
  const instance = instanceWithServer(call);
  checkDatabaseRuns(call, instance);
  readGuest(call.cloud, instance, (guest) => guest.checkMarker(call.query.get("marker") ?? ""));
  const { items, next } = pageByKey(instance.databases, ({ name }) => name, call);
  const shown = items.filter(({ name }) => !isHiddenDatabase(name)).map(({ name }) => ({ name }));
  return pageBody(call, "databases", shown, next);
}

/** The guest agent creates them later, and does not report failures. */
export function createDatabases(call: Call): undefined {
  const instance = instanceWithServer(call);
  const { databases } = call.body as { databases: DatabaseBody[] };
  announced(instance, () => {
    // The only operation whose refusal of an invalid name has no prefix.
    const asked = refusingDatabases(() => populateDatabases(databases, call.cloud.behavior));
    checkDatabaseRuns(call, instance);
    for (const { name } of asked) {
      readGuest(call.cloud, instance, (guest) => guest.checkMarker(name));
      if (hasDatabase(instance, name)) throw badRequest(`A database with the name "${name}" already exists.`);
    }
    castToGuest(call.cloud, instance, (guest) => guest.createDatabases(asked));
  });
}

export function deleteDatabase(call: Call): undefined {
  const instance = instanceWithServer(call);
  // Trove does not restore the suffix here, so a database with a dot in its name cannot be deleted.
  const name = cutFormat(call.parameter("database")).id;
  announced(instance, () => {
    refusingNames("Database delete error", () => {
      if (call.cloud.behavior.checksMySqlRules) checkDatabaseName(name);
      refusingDeletion(() => checkReservedDatabase(name));
    });
    checkDatabaseRuns(call, instance);
    readGuest(call.cloud, instance, (guest) => guest.checkMarker(name));
    if (!hasDatabase(instance, name)) {
      throw new ApiFault(404, `Database ${name} cannot be found on the instance.`);
    }
    castToGuest(call.cloud, instance, (guest) => guest.dropDatabase(name));
  });
}

export function showDatabase(call: Call): never {
  instanceWithServer(call);
  throw erred(501);
}

function hasDatabase(instance: Instance, name: string): boolean {
  return instance.databases.some((database) => database.name === name);
}

function refusingDeletion(work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof InvalidName ? new InvalidName(`Cannot delete database: ${error.message}`) : error;
  }
}
