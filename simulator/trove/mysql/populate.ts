import { badRequest } from "../api-fault.ts";
import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";
import { characterSetOf, collationsOf } from "./charsets.ts";
import {
  checkDatabaseName,
  checkHost,
  checkPassword,
  checkReservedDatabase,
  checkReservedUser,
  checkUserName,
  InvalidName,
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

/** The databases of a request, checked one by one (`trove/extensions/mysql/common.py`, `populate_validated_databases`). */
export function populateDatabases(bodies: readonly DatabaseBody[]): DatabaseRecord[] {
  const found: DatabaseRecord[] = [];
  for (const body of bodies) {
    checkDatabaseName(body.name);
    checkReservedDatabase(body.name);
    if (found.some(({ name }) => name === body.name))
      throw twins("databases share the same name in the initial databases list");
    found.push({ name: body.name, ...charsetOf(body) });
  }
  return found;
}

/**
 * The users of a request (`populate_users`).
 *
 * @param initial names of the databases that come with them, where they may have no others.
 */
export function populateUsers(bodies: readonly UserBody[], initial?: readonly string[]): UserRecord[] {
  const found: UserRecord[] = [];
  for (const { name, host = "%", password, databases = [] } of bodies) {
    checkUserName(name);
    checkHost(host);
    checkReservedUser(name);
    if (found.some((user) => user.name === name && user.host === host)) {
      throw twins("users share the same name and host in the initial users list");
    }
    checkPassword(password);
    for (const { name: database } of databases) {
      if (initial && !initial.includes(database)) throw missingDatabase(name, database);
      checkDatabaseName(database);
    }
    found.push({ name, host, password, databases: databases.map((database) => database.name) });
  }
  return found;
}

function charsetOf({ character_set, collate }: DatabaseBody): Omit<DatabaseRecord, "name"> {
  const collations = character_set === undefined ? undefined : collationsOf(character_set);
  if (character_set !== undefined && !collations)
    throw new InvalidName(`'${character_set}' not a valid character set.`);
  if (collate === undefined) return { characterSet: character_set, collate: undefined };
  if (collations && !collations.includes(collate)) {
    throw new InvalidName(`${collate} not a valid collation for charset ${character_set}.`);
  }
  const implied = character_set ?? characterSetOf(collate);
  if (implied === undefined) throw new InvalidName(`'${collate}' not a valid collation.`);
  return { characterSet: implied, collate };
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
