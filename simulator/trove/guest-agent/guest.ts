import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";

/** A refusal by the guest agent or by its database server. */
export class GuestRefusal extends Error {}

export interface UserChanges {
  readonly name?: string;
  readonly host?: string;
  readonly password?: string;
}

/**
 * The guest agent of an instance: its databases and users. A refusal throws a {@link GuestRefusal}; earlier items of
 * the same call stay done.
 */
export interface Guest {
  createDatabases(databases: readonly DatabaseRecord[]): void;
  dropDatabase(name: string): void;
  createUsers(users: readonly UserRecord[]): void;
  /** The key by which users are sorted and paged. */
  keyOf(user: UserRecord): string;
  /** Throws if one of the users of a page cannot be listed. */
  checkListed(users: readonly UserRecord[]): void;
  findUser(name: string, host: string): UserRecord | undefined;
  /** The databases that the user's list of grants shows. */
  listedGrants(user: UserRecord): readonly string[];
  dropUser(name: string, host: string): void;
  changePassword(name: string, host: string, password: string): void;
  updateUser(name: string, host: string, changes: UserChanges): void;
  grant(user: UserRecord, databases: readonly string[]): void;
  revoke(user: UserRecord, database: string): void;
}
