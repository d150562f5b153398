/** The databases and users that a program declares: databases by name, users by `name@host`. */
export interface DeclaredContents {
  databases?: DeclaredDatabases | undefined;
  users?: DeclaredUsers | undefined;
}

export type DeclaredDatabases = Record<string, DeclaredDatabase>;
export type DeclaredUsers = Record<string, DeclaredUser>;

export interface DeclaredDatabase {
  characterSet?: string | undefined;
  collate?: string | undefined;
}

export interface DeclaredUser {
  /** `undefined` if the program does not manage the password. */
  password?: string | undefined;
  /** The databases that the user is granted; `undefined` if the program does not manage the grants. */
  databases?: string[] | undefined;
}
