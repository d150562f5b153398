import "../provider/check-node.ts";

export type * from "./kinds/backup.ts";
export type * from "./kinds/backup-strategy.ts";
export type * from "./kinds/instance.ts";
export { TroveBackup } from "./plugin/trove-backup.ts";
export { TroveBackupStrategy } from "./plugin/trove-backup-strategy.ts";
export { TroveInstance } from "./plugin/trove-instance.ts";
export { TroveProvider } from "./plugin/trove-provider.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
