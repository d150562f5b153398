import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";
import type { Instance } from "../instances/instance.ts";
import { checkCharacterSet, withDefaults } from "../mysql/charsets.ts";
import {
  checkDatabaseName,
  checkHost,
  checkPassword,
  checkReservedDatabase,
  checkReservedUser,
  checkUserName,
  InvalidName,
} from "../mysql/names.ts";
import type { Behavior } from "../release.ts";
import { isStorable } from "../storable.ts";
import { type Guest, GuestRefusal, type UserChanges } from "./guest.ts";

/** MySQL's limit; Trove's is 16. */
const LONGEST_USER_NAME = 32;

interface GuestBehavior extends Pick<Behavior, "acceptsPartialHosts" | "knowsUtf8mb3"> {
  readonly isMariaDb: boolean;
}

/** What the guest agent needs of its instance. A restore or a promotion replaces the contents. */
type Guarded = Pick<Instance, "contents" | "databaseServer">;

/** MySQL or MariaDB behind Trove's guest agent (`trove/guestagent/datastore/mysql_common/service.py`). */
export class MySqlGuest implements Guest {
  readonly #instance: Guarded;
  readonly #behavior: GuestBehavior;

  constructor(instance: Guarded, behavior: GuestBehavior) {
    this.#instance = instance;
    this.#behavior = behavior;
  }

  /** `CREATE DATABASE IF NOT EXISTS`: an existing database is not changed. */
  async createDatabases(databases: readonly DatabaseRecord[]): Promise<void> {
    for (const database of databases) {
      refusing(() => {
        checkDatabaseName(database.name);
        checkCharacterSet(database, this.#behavior);
        checkReservedDatabase(database.name);
      });
      if (this.#behavior.isMariaDb) checkMariaDbHas(database);
      if (this.#hasDatabase(database.name)) continue;
      await this.#server.createDatabase({ ...database, ...withDefaults(database, this.#behavior) });
      this.#instance.contents.databases.push(database);
    }
  }

  /** Keeps the grants on it, as MySQL does. */
  async dropDatabase(name: string): Promise<void> {
    refusing(() => {
      checkDatabaseName(name);
      checkReservedDatabase(name);
    });
    if (!this.#hasDatabase(name)) throw new GuestRefusal(`Can't drop database '${name}'; database doesn't exist`);
    await this.#server.dropDatabase(name);
    this.#instance.contents.databases = this.#instance.contents.databases.filter((database) => database.name !== name);
  }

  async createUsers(users: readonly UserRecord[]): Promise<void> {
    for (const { databases, ...user } of users) {
      refusing(() => {
        this.#checkUser(user.name, user.host);
        checkPassword(user.password);
        for (const database of databases) checkDatabaseName(database);
        checkReservedUser(user.name);
      });
      checkStatement(`CREATE USER IDENTIFIED BY '${user.password}';`);
      this.#checkFree(user.name, user.host);
      await this.#server.createUser(user, user.password);
      // MySQL writes a question mark for what its `utf8` does not have.
      const name = user.name.replace(/[\u{10000}-\u{10FFFF}]/gu, "?");
      const created: UserRecord = { ...user, name, databases: [] };
      this.#instance.contents.users.push(created);
      for (const database of new Set(databases)) await this.#grant(created, database);
    }
  }

  keyOf({ name, host }: UserRecord): string {
    return `${name}@${host}`;
  }

  /** The guest agent's query compares with it (`list_databases` and `list_users`). */
  checkMarker(marker: string): void {
    checkComparable(marker);
    checkStatement(`>= '${marker}'`);
  }

  /** A name or host that Trove's rules do not allow makes the whole page fail. */
  checkListed(users: readonly UserRecord[], marker = ""): void {
    this.checkMarker(marker);
    for (const { name, host } of users) refusing(() => this.#checkUser(name, host));
  }

  /** MySQL up to 5.7 and MariaDB sort what they group, here by the database, without regard to case. */
  listedGrants({ databases }: UserRecord): readonly string[] {
    const sorted = [...databases].map((name) => ({ name, key: name.toUpperCase() }));
    return sorted.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ name }) => name);
  }

  findUser(name: string, host: string): UserRecord | undefined {
    refusing(
      () => {
        checkUserName(name);
        checkReservedUser(name);
      },
      (reason) => `Username ${name} is not valid: ${reason}`,
    );
    checkComparable(name);
    return this.#find(name, host);
  }

  async dropUser(name: string, host: string): Promise<void> {
    refusing(() => {
      this.#checkUser(name, host);
      checkReservedUser(name);
    });
    const user = this.#existing(name, host);
    await this.#server.dropUser(user);
    this.#instance.contents.users = this.#instance.contents.users.filter((one) => one !== user);
  }

  async changePassword(name: string, host: string, password: string): Promise<void> {
    refusing(() => {
      this.#checkUser(name, host);
      checkPassword(password);
    });
    await this.#setPassword(this.#existing(name, host), password);
  }

  /** Changes the password first: it stays changed if the new name is refused. */
  async updateUser(name: string, host: string, changes: UserChanges): Promise<void> {
    const user = this.findUser(name, host);
    if (!user) throw new GuestRefusal("'NoneType' object has no attribute 'name'");
    if (changes.password !== undefined) await this.#setPassword(user, changes.password);
    if (changes.name === undefined && changes.host === undefined) return;
    const wanted = { name: changes.name ?? name, host: changes.host ?? host };
    checkStatement(`RENAME USER '${name}'@'${host}' TO '${wanted.name}'@'${wanted.host}';`);
    this.#checkFree(wanted.name, wanted.host);
    await this.#server.renameUser(user, wanted);
    Object.assign(user, wanted);
  }

  /** Accepts databases that do not exist. Only the first name is checked against the reserved ones. */
  async grant(user: UserRecord, databases: readonly string[]): Promise<void> {
    for (const [index, name] of databases.entries()) {
      refusing(
        () => {
          checkDatabaseName(name);
          if (index === 0) checkReservedDatabase(name);
        },
        () => `Grant access to ${name} is not allowed`,
      );
      await this.#grant(user, name);
    }
  }

  async revoke(user: UserRecord, database: string): Promise<void> {
    await this.#server.revoke(user, database);
    user.databases = user.databases.filter((name) => name !== database);
  }

  async #grant(user: UserRecord, database: string): Promise<void> {
    await this.#server.grant(user, database);
    if (!user.databases.includes(database)) user.databases.push(database);
  }

  async #setPassword(user: UserRecord, password: string): Promise<void> {
    checkStatement(`ALTER USER '${user.name}'@'${user.host}' IDENTIFIED BY '${password}';`);
    await this.#server.setPassword(user, password);
    user.password = password;
  }

  get #server() {
    return this.#instance.databaseServer;
  }

  #checkUser(name: string, host: string): void {
    checkUserName(name);
    checkHost(host, this.#behavior.acceptsPartialHosts);
  }

  #checkFree(name: string, host: string): void {
    const refused = this.#find(name, host) !== undefined || [...name].length > LONGEST_USER_NAME;
    if (refused) throw new GuestRefusal(`Operation CREATE USER failed for '${name}'@'${host}'`);
  }

  #existing(name: string, host: string): UserRecord {
    const user = this.#find(name, host);
    if (!user) throw new GuestRefusal(`There is no user '${name}'@'${host}'`);
    return user;
  }

  #find(name: string, host: string): UserRecord | undefined {
    return this.#instance.contents.users.find((user) => user.name === name && user.host === host);
  }

  #hasDatabase(name: string): boolean {
    return this.#instance.contents.databases.some((database) => database.name === name);
  }
}

function refusing(work: () => void, describe = (reason: string) => reason): void {
  try {
    work();
  } catch (error) {
    throw error instanceof InvalidName ? new GuestRefusal(describe(error.message)) : error;
  }
}

/** Trove's lists are those of MySQL (`trove/common/db/mysql/data.py`); this was tried with MariaDB 10.11. */
function checkMariaDbHas({ characterSet, collate }: DatabaseRecord): void {
  for (const name of [characterSet, collate]) {
    if (/^(?:gb18030|utf8mb4_0900)/.test(name ?? ""))
      throw new GuestRefusal(`Unknown character set or collation: '${name}'`);
  }
}

/** The names in `mysql.user` are in `utf8`, which the server does not compare with text that has other characters. */
function checkComparable(text: string): void {
  if (isStorable(text)) return;
  throw new GuestRefusal(
    `Illegal mix of collations (utf8_bin) and (utf8mb4_general_ci) for operation '=' near ${text}`,
  );
}

/**
 * Trove builds its SQL as text for SQLAlchemy without escaping: a quote ends a string, and a colon between a non-word
 * and a word character starts a bind parameter, which has no value.
 */
function checkStatement(statement: string): void {
  const quotes = statement.split("'").length - 1;
  if (quotes % 2 === 0 && !/(?<![:\p{L}\p{N}_\\]):[\p{L}\p{N}_]+(?!:)/u.test(statement)) return;
  throw new GuestRefusal(`You have an error in your SQL syntax near ${statement}`);
}
