import { badRequest } from "../api-fault.ts";
import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";
import type { Behavior } from "../release.ts";
import { checkCharacterSet } from "./charsets.ts";
import {
  checkDatabaseName,
  checkHost,
  checkPassword,
  checkReservedDatabase,
  checkReservedUser,
  checkUserName,
} from "./names.ts";

export interface DatabaseBody {
  readonly name: string;
  readonly character_set?: string;
  readonly collate?: string;
}

export interface UserBody {
  readonly name: string;
  readonly password: string;
  readonly host?: string;
  readonly databases?: readonly { readonly name: string }[];
}

/** Checks the databases of a request in order (`trove/extensions/mysql/common.py`, `populate_validated_databases`). */
export function populateDatabases(
  bodies: readonly DatabaseBody[],
  behavior: Pick<Behavior, "checksMySqlRules" | "knowsUtf8mb3">,
): DatabaseRecord[] {
  const { checksMySqlRules } = behavior;
  const found: DatabaseRecord[] = [];
  for (const { name, character_set: characterSet, collate } of bodies) {
    if (checksMySqlRules) checkDatabaseName(name);
    checkReservedDatabase(name);
    if (found.some((database) => database.name === name))
      throw twins("databases share the same name in the initial databases list");
    const charset = { characterSet, collate };
    found.push({ name, ...(checksMySqlRules ? checkCharacterSet(charset, behavior) : charset) });
  }
  return found;
}

/**
 * Checks the users of a request (`populate_users`).
 *
 * @param initial the databases of the same create; its users can have grants on no others.
 */
export function populateUsers(
  bodies: readonly UserBody[],
  behavior: Pick<Behavior, "checksMySqlRules" | "acceptsPartialHosts">,
  initial?: readonly string[],
): UserRecord[] {
  const { checksMySqlRules } = behavior;
  const found: UserRecord[] = [];
  for (const { name, host = "%", password, databases = [] } of bodies) {
    if (checksMySqlRules) checkUserName(name);
    if (checksMySqlRules) checkHost(host, behavior.acceptsPartialHosts);
    checkReservedUser(name);
    if (found.some((user) => user.name === name && user.host === host)) {
      throw twins("users share the same name and host in the initial users list");
    }
    if (checksMySqlRules) checkPassword(password);
    for (const { name: database } of databases) {
      if (initial && !initial.includes(database)) throw missingDatabase(name, database);
      if (checksMySqlRules) checkDatabaseName(database);
    }
    found.push({ name, host, password, databases: databases.map((database) => database.name) });
  }
  return found;
}

function twins(what: string): Error {
  return badRequest(`Two or more ${what}. Please correct the names or remove the duplicate entries.`);
}

function missingDatabase(user: string, database: string): Error {
  return badRequest(
    `The request indicates that user ${user} should have access to database ${database}, but database ${database} is ` +
      "not included in the initial databases list.",
  );
}
