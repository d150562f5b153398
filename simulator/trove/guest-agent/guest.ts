import type { DatabaseRecord, UserRecord } from "../instances/contents.ts";

/** A refusal by the guest agent or by its database server. */
export class GuestRefusal extends Error {}

export interface UserChanges {
  readonly name?: string;
  readonly host?: string;
  readonly password?: string;
}

/**
 * The guest agent of an instance, for its databases and users. It reads them from its record. A change is made in the
 * database server first and recorded only if the server accepts it. A refusal throws a {@link GuestRefusal}; earlier
 * items of the same call stay done.
 */
export interface Guest {
  createDatabases(databases: readonly DatabaseRecord[]): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  createUsers(users: readonly UserRecord[]): Promise<void>;
  /** The key by which users are sorted and paged. */
  keyOf(user: UserRecord): string;
  /** Throws if a list cannot be queried from this name on; create and delete look up the name in that way. */
  checkMarker(marker: string): void;
  /** Throws if one of the users of a page cannot be listed, or the page cannot begin at `marker`. */
  checkListed(users: readonly UserRecord[], marker?: string): void;
  findUser(name: string, host: string): UserRecord | undefined;
  /** The databases that the user's list of grants shows. */
  listedGrants(user: UserRecord): readonly string[];
  dropUser(name: string, host: string): Promise<void>;
  changePassword(name: string, host: string, password: string): Promise<void>;
  updateUser(name: string, host: string, changes: UserChanges): Promise<void>;
  grant(user: UserRecord, databases: readonly string[]): Promise<void>;
  revoke(user: UserRecord, database: string): Promise<void>;
}
