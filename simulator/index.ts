export type { Effect, Fault } from "./faults/fault.ts";
export type { LoggedRequest } from "./http/request-log.ts";
export type { SimulatorOptions } from "./options.ts";
export { type Simulator, startSimulator } from "./simulator.ts";
export type { Backup as BackupRecord } from "./trove/backups/backup.ts";
export type { DatabaseRecord, UserRecord } from "./trove/instances/contents.ts";
export type { Instance as InstanceRecord } from "./trove/instances/instance.ts";
export type { TroveRelease } from "./trove/release.ts";
