export interface DatabaseRecord {
  name: string;
  characterSet: string | undefined;
  collate: string | undefined;
  /** The PostgreSQL role that owns the database and its objects; `postgres` for all that the guest agent creates. */
  owner?: string;
}

export interface UserRecord {
  name: string;
  host: string;
  password: string;
  /** Names of the databases on which the user has grants. */
  databases: string[];
}

/** The databases and users of a server. */
export interface Contents {
  databases: DatabaseRecord[];
  users: UserRecord[];
}

export function copyContents({ databases, users }: Contents): Contents {
  return structuredClone({ databases, users });
}
