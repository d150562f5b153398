export interface DatabaseRecord {
  name: string;
  characterSet: string | undefined;
  collate: string | undefined;
  /** PostgreSQL's role that owns the database and what is in it. Trove's guest agent creates all as `postgres`. */
  owner?: string;
}

export interface UserRecord {
  name: string;
  host: string;
  password: string;
  /** Names of the databases that are granted. */
  databases: string[];
}

/** What a database server has. */
export interface Contents {
  databases: DatabaseRecord[];
  users: UserRecord[];
}

export function copyContents({ databases, users }: Contents): Contents {
  return structuredClone({ databases, users });
}
