import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";

/** What a guest's database server refuses, or the guest itself before it asks the server. */
export class GuestRefusal extends Error {}

export interface UserChanges {
  readonly name?: string;
  readonly host?: string;
  readonly password?: string;
}

/**
 * The databases and users of one instance, as its guest agent handles them. All that is refused throws a
 * {@link GuestRefusal}; what comes before that in the same call is done.
 */
export interface Guest {
  createDatabases(databases: readonly DatabaseRecord[]): void;
  dropDatabase(name: string): void;
  createUsers(users: readonly UserRecord[]): void;
  /** By what they are listed and paged. */
  keyOf(user: UserRecord): string;
  /** Throws where one of the users that a page would show cannot be listed. */
  checkListed(users: readonly UserRecord[]): void;
  findUser(name: string, host: string): UserRecord | undefined;
  /** The names of the databases whose grants are listed. */
  listedGrants(user: UserRecord): readonly string[];
  dropUser(name: string, host: string): void;
  changePassword(name: string, host: string, password: string): void;
  updateUser(name: string, host: string, changes: UserChanges): void;
  grant(user: UserRecord, databases: readonly string[]): void;
  revoke(user: UserRecord, database: string): void;
}
