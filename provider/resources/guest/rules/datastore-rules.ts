/**
 * What the guest agent of a datastore accepts. Each rule returns the reason why a value is refused, or `undefined` if it
 * is accepted.
 */
export interface DatastoreRules {
  readonly databaseName: (name: string) => string | undefined;
  readonly characterSet: (declared: CharacterSetAndCollation) => CharacterSetFault | undefined;
  /**
   * A character set or collation that does not work on every cloud.
   *
   * @param version of the datastore, by name; `undefined` if it is unknown.
   */
  readonly doubtfulCharacterSet: (
    declared: CharacterSetAndCollation,
    version: string | undefined,
  ) => CharacterSetFault | undefined;
  /** The name of a database that is granted to a user. */
  readonly grant: (name: string) => string | undefined;
  /** The name of a user to whom databases are granted. */
  readonly grantee?: (name: string) => string | undefined;
  readonly userName: (name: string) => string | undefined;
  readonly userHost: (host: string) => string | undefined;
  readonly password: (password: string) => string | undefined;
  /** Whether a user connects from a declared host. */
  readonly hasUserHosts: boolean;
  /** Whether `_` and `%` in the name of a granted database stand for other characters. */
  readonly hasWildcardGrants: boolean;
}

export type CharacterSetAndCollation = Readonly<Record<"characterSet" | "collate", string | undefined>>;

export interface CharacterSetFault {
  readonly part: "characterSet" | "collate";
  readonly reason: string;
}
