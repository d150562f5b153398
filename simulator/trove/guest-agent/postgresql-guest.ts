import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";
import type { Instance } from "../instances/instance.ts";
import { type Guest, GuestRefusal, type UserChanges } from "./guest.ts";

const LONGEST_NAME = 63;
/** Trove raises this with an argument of another name, so the placeholder is not replaced. */
const DATABASE_NOT_FOUND = "Database %(uuid)s cannot be found on the instance.";
const SYSTEM_DATABASES = ["postgres", "template0", "template1"];
/** Roles that exist already or are reserved (PostgreSQL's `acl.c`). */
const RESERVED_USERS = ["postgres", "public", "none"];
/** The name that the guest agent never lists (`trove/common/cfg.py`, PostgreSQL's `ignore_users` and `ignore_dbs`). */
const HIDDEN = "os_admin";
/**
 * A new database copies `template1` and must have its encoding and collation (PostgreSQL's `dbcommands.c`). Names of
 * encodings are compared by their letters and digits only (`encnames.c`).
 */
const ENCODINGS = ["utf8", "unicode"];
const COLLATION = "en_US.utf8";

/** What the guest agent needs of its instance. A restore or a promotion replaces the contents. */
type Guarded = Pick<Instance, "contents" | "databaseServer">;

/**
 * PostgreSQL behind Trove's guest agent (`trove/guestagent/datastore/postgres/service.py`). A user has no host; lists
 * always show `%`.
 */
export class PostgreSqlGuest implements Guest {
  readonly #instance: Guarded;

  constructor(instance: Guarded) {
    this.#instance = instance;
  }

  async createDatabases(databases: readonly DatabaseRecord[]): Promise<void> {
    for (const { name: asked, characterSet, collate } of databases) {
      checkDatabaseName(asked);
      const name = identifier(asked);
      if (SYSTEM_DATABASES.includes(name) || this.#hasDatabase(name)) {
        throw new GuestRefusal(`database "${name}" already exists`);
      }
      checkText(characterSet ?? "");
      const compatible = ENCODINGS.includes((characterSet ?? "utf8").replace(/[^A-Za-z0-9]/g, "").toLowerCase());
      if (!compatible || (collate ?? COLLATION) !== COLLATION) {
        throw new GuestRefusal("new encoding or collation is incompatible with that of the template database");
      }
      // Trove's own collation is that of the template, which may have another name in the server.
      await this.#server.createDatabase({ name: asked, characterSet: undefined, collate: undefined });
      if (name !== HIDDEN) this.#instance.contents.databases.push({ name, characterSet, collate });
    }
  }

  /** Drops its grants too. */
  async dropDatabase(name: string): Promise<void> {
    checkDatabaseName(name);
    await this.#server.dropDatabase(name);
    const contents = this.#instance.contents;
    contents.databases = contents.databases.filter((database) => database.name !== name);
    for (const user of contents.users) forgetGrant(user, name);
  }

  /**
   * If a user's database does not exist, the user is created without the grant. If its name is invalid, the user is not
   * created (`trove/common/db/models.py`, `verify_dict`).
   */
  async createUsers(users: readonly UserRecord[]): Promise<void> {
    for (const { name: asked, password, databases } of users) {
      checkUserName(asked);
      for (const database of databases) checkDatabaseName(database);
      checkText(password);
      const name = identifier(asked);
      this.#checkFree(name);
      const user = { name, host: "%", password, databases: [] };
      await this.#server.createUser({ name: asked, host: "%" }, password);
      if (name !== HIDDEN) this.#instance.contents.users.push(user);
      await this.grant(user, databases);
    }
  }

  keyOf({ name }: UserRecord): string {
    return name;
  }

  checkMarker(): void {}

  checkListed(): void {}

  findUser(name: string): UserRecord | undefined {
    checkText(name);
    return this.#instance.contents.users.find((user) => user.name === name);
  }

  /**
   * The guest agent looks for the text `user=CTc/postgres` in a database's access list (`UserQuery.list` in
   * `trove/guestagent/datastore/postgres/query.py`). PostgreSQL quotes a role there unless it is of letters, digits and
   * underscores (`putid` in `acl.c`), and names the owner of the database as the grantor.
   */
  listedGrants({ name, databases }: UserRecord): readonly string[] {
    if (!/^[A-Za-z0-9_]+$/.test(name)) return [];
    return databases.filter((database) => this.#ownerOf(database) === "postgres");
  }

  /** Revokes the listed grants first. PostgreSQL does not drop a role that other objects depend on. */
  async dropUser(name: string): Promise<void> {
    checkUserName(name);
    checkText(name);
    const contents = this.#instance.contents;
    const user = this.findUser(name);
    if (user === undefined) return;
    for (const database of this.listedGrants(user)) await this.#revoke(user, database);
    if (user.databases.length > 0 || contents.databases.some(({ owner }) => owner === name)) {
      throw new GuestRefusal(`role "${name}" cannot be dropped because some objects depend on it`);
    }
    await this.#server.dropUser(user);
    contents.users = contents.users.filter((user) => user.name !== name);
  }

  async changePassword(name: string, _host: string, password: string): Promise<void> {
    checkText(password);
    await this.#setPassword(this.#existing(name), password);
  }

  /** Changes the name first, then the password. Ignores the host. */
  async updateUser(name: string, _host: string, changes: UserChanges): Promise<void> {
    const user = this.#existing(name);
    if (changes.name !== undefined) {
      const renamed = identifier(changes.name);
      this.#checkFree(renamed);
      await this.#server.renameUser(user, { name: changes.name, host: user.host });
      user.name = renamed;
    }
    if (changes.password === undefined) return;
    checkText(changes.password);
    await this.#setPassword(user, changes.password);
  }

  async grant(user: UserRecord, databases: readonly string[]): Promise<void> {
    for (const name of databases) {
      this.#checkDatabase(name);
      // A backslash escapes the next character of the guest agent's connection string.
      if (name.includes("\\")) throw new GuestRefusal(`database "${name.replaceAll("\\", "")}" does not exist`);
      await this.#server.grant(user, name);
      if (!user.databases.includes(name)) user.databases.push(name);
    }
  }

  async revoke(user: UserRecord, database: string): Promise<void> {
    this.#checkDatabase(database);
    await this.#revoke(user, database);
  }

  get #server() {
    return this.#instance.databaseServer;
  }

  async #revoke(user: UserRecord, database: string): Promise<void> {
    await this.#server.revoke(user, database);
    forgetGrant(user, database);
  }

  async #setPassword(user: UserRecord, password: string): Promise<void> {
    await this.#server.setPassword(user, password);
    user.password = password;
  }

  #ownerOf(database: string): string {
    return this.#instance.contents.databases.find(({ name }) => name === database)?.owner ?? "postgres";
  }

  #checkFree(name: string): void {
    const isReserved = RESERVED_USERS.includes(name) || name.startsWith("pg_");
    const isTaken = this.#instance.contents.users.some((user) => user.name === name);
    if (isReserved || isTaken) throw new GuestRefusal(`role "${name}" already exists`);
  }

  #existing(name: string): UserRecord {
    const user = this.findUser(name);
    if (!user) throw new GuestRefusal(`role "${name}" does not exist`);
    return user;
  }

  #checkDatabase(name: string): void {
    checkText(name);
    if (!this.#hasDatabase(name)) throw new GuestRefusal(DATABASE_NOT_FOUND);
  }

  #hasDatabase(name: string): boolean {
    return this.#instance.contents.databases.some((database) => database.name === name);
  }
}

function forgetGrant(user: UserRecord, database: string): void {
  user.databases = user.databases.filter((name) => name !== database);
}

/** `trove/common/db/postgresql/models.py` */
function checkDatabaseName(name: string): void {
  const valid = /^[^\0\u{10000}-\u{10ffff}]+\S$/su.test(name);
  if (!valid || [...name].length > LONGEST_NAME) throw new GuestRefusal(`'${name}' is not a valid schema name.`);
}

function checkUserName(name: string): void {
  if ([...name].length > LONGEST_NAME) throw new GuestRefusal(`User name '${name}' is too long.`);
}

/** A name as it is listed: the server truncates it to 63 bytes, the guest agent trims it. */
function identifier(name: string): string {
  if (/["\0\p{Cs}]/u.test(name)) throw new GuestRefusal(`syntax error at or near "${name}"`);
  const bytes = Buffer.from(name).subarray(0, LONGEST_NAME);
  return strip(new TextDecoder().decode(bytes, { stream: true }));
}

/** Python's `str.strip()`. */
function strip(text: string): string {
  const isBlank = (one: string) => /\p{White_Space}/u.test(one) || (one >= "\u001c" && one <= "\u001f");
  const characters = [...text];
  const start = characters.findIndex((one) => !isBlank(one));
  return start < 0 ? "" : characters.slice(start, characters.findLastIndex((one) => !isBlank(one)) + 1).join("");
}

/** Trove quotes values without escaping them. */
function checkText(value: string): void {
  if (/['\0\p{Cs}]/u.test(value)) throw new GuestRefusal(`syntax error at or near "${value}"`);
}
