import "../provider/check-node.ts";

export type * from "./kinds/backup.ts";
export type * from "./kinds/backup-strategy.ts";
export type * from "./kinds/configuration.ts";
export type * from "./kinds/database.ts";
export type * from "./kinds/instance.ts";
export type * from "./kinds/root.ts";
export type * from "./kinds/user.ts";
export type { LookupOptions } from "./lookups/options.ts";
export type * from "./lookups/types.ts";
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
} from "./plugin/lookups.ts";
export { TroveBackup } from "./plugin/trove-backup.ts";
export { TroveBackupStrategy } from "./plugin/trove-backup-strategy.ts";
export { TroveConfiguration } from "./plugin/trove-configuration.ts";
export { TroveDatabase } from "./plugin/trove-database.ts";
export { TroveInstance } from "./plugin/trove-instance.ts";
export { TroveProvider } from "./plugin/trove-provider.ts";
export { TroveRoot } from "./plugin/trove-root.ts";
export { TroveUser } from "./plugin/trove-user.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
export type { TroveBackupReference, TroveConfigurationReference, TroveInstanceReference } from "./references.ts";
