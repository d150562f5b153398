import "../provider/check-node.ts";

export {
  getBackup,
  getBackupOutput,
  getBackups,
  getBackupsOutput,
  getConfigurationParameters,
  getConfigurationParametersOutput,
  getDatastores,
  getDatastoresOutput,
  getFlavors,
  getFlavorsOutput,
  getInstance,
  getInstanceOutput,
  getInstances,
  getInstancesOutput,
  getLimits,
  getLimitsOutput,
} from "./dynamic/lookups.ts";
export { TroveBackup } from "./dynamic/trove-backup.ts";
export { TroveBackupStrategy } from "./dynamic/trove-backup-strategy.ts";
export { TroveConfiguration } from "./dynamic/trove-configuration.ts";
export { TroveDatabase } from "./dynamic/trove-database.ts";
export { TroveInstance } from "./dynamic/trove-instance.ts";
export { TroveProvider } from "./dynamic/trove-provider.ts";
export { TroveRoot } from "./dynamic/trove-root.ts";
export { TroveUser } from "./dynamic/trove-user.ts";
export type * from "./kinds/backup.ts";
export type * from "./kinds/backup-strategy.ts";
export type * from "./kinds/configuration.ts";
export type * from "./kinds/database.ts";
export type * from "./kinds/instance.ts";
export type * from "./kinds/root.ts";
export type * from "./kinds/user.ts";
export type { LookupOptions } from "./lookups/options.ts";
export type * from "./lookups/types.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
export type { TroveBackupReference, TroveConfigurationReference, TroveInstanceReference } from "./references.ts";
