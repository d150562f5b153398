import "../provider/check-node.ts";

export type {
  AccessArgs,
  AllowArgs,
  DatabaseArgs,
  DatastoreArgs,
  FinalBackupArgs,
  NetworkArgs,
  RestorePointArgs,
  TroveInstanceArgs,
  UserArgs,
  VolumeArgs,
} from "./instance-args.ts";
export {
  type Access,
  type Address,
  type Allow,
  type Database,
  type Datastore,
  type Endpoint,
  type FinalBackup,
  type Network,
  type RestorePoint,
  TroveInstance,
  type User,
  type Volume,
} from "./trove-instance.ts";
export { TroveProvider, type TroveProviderArgs } from "./trove-provider.ts";
