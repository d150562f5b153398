// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

export interface Volume {
  readonly size: number;
  readonly type?: string;
}

export interface Datastore {
  readonly type?: string;
  readonly version?: string;
}

export interface Database {
  readonly characterSet?: string;
  readonly collate?: string;
}

export interface User {
  readonly password?: string;
  readonly databases?: string[];
}

export interface Allow {
  readonly restart?: boolean;
  readonly dropDatabases?: boolean;
  readonly replace?: boolean;
}

export interface Network {
  readonly networkId?: string;
  readonly subnetId?: string;
  readonly ipAddress?: string;
}

export interface Access {
  readonly isPublic: boolean;
  readonly allowedCidrs: string[];
}

export interface RestorePoint {
  readonly backupId: string;
}

export interface FinalBackup {
  readonly name?: string;
}

export interface Address {
  readonly address: string;
  readonly type: "private" | "public";
  readonly network?: string;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}
