import "../provider/check-node.ts";

export { TroveBackup } from "./dynamic/trove-backup.ts";
export { TroveBackupStrategy } from "./dynamic/trove-backup-strategy.ts";
export { TroveInstance } from "./dynamic/trove-instance.ts";
export { TroveProvider } from "./dynamic/trove-provider.ts";
export type * from "./kinds/backup.ts";
export type * from "./kinds/backup-strategy.ts";
export type * from "./kinds/instance.ts";
export type { TroveProviderArgs } from "./provider-args.ts";
