// Exports a dynamic provider for each resource. The `__provider` text of every state ever written loads this module, so
// neither its path nor its exports may change.
import "./check-node.ts";
import { DynamicProvider } from "./hosts/dynamic/dynamic-provider.ts";
import { HostConfiguration } from "./hosts/dynamic/host-configuration.ts";
import type { BackupInputs } from "./resources/backup/arguments.ts";
import type { BackupState } from "./resources/backup/state.ts";
import type { BackupStrategyInputs } from "./resources/backup-strategy/arguments.ts";
import type { BackupStrategyState } from "./resources/backup-strategy/state.ts";
import type { ConfigurationInputs } from "./resources/configuration/arguments.ts";
import type { ConfigurationState } from "./resources/configuration/state.ts";
import type { DatabaseInputs } from "./resources/database/arguments.ts";
import type { DatabaseState } from "./resources/database/state.ts";
import type { InstanceInputs } from "./resources/instance/arguments.ts";
import type { InstanceState } from "./resources/instance/state.ts";
import type { RootInputs } from "./resources/root/arguments.ts";
import type { RootState } from "./resources/root/lifecycle.ts";
import type { UserInputs } from "./resources/user/arguments.ts";
import type { UserState } from "./resources/user/state.ts";

const configuration = new HostConfiguration();

/** @internal `pulumi-nodejs:dynamic/trove:Instance` */
export const Instance: DynamicProvider<InstanceInputs, InstanceState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/instance/index.ts")).instance,
);

/** @internal `pulumi-nodejs:dynamic/trove:Configuration` */
export const Configuration: DynamicProvider<ConfigurationInputs, ConfigurationState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/configuration/index.ts")).configuration,
);

/** @internal `pulumi-nodejs:dynamic/trove:Backup` */
export const Backup: DynamicProvider<BackupInputs, BackupState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/backup/index.ts")).backup,
);

/** @internal `pulumi-nodejs:dynamic/trove:BackupStrategy` */
export const BackupStrategy: DynamicProvider<BackupStrategyInputs, BackupStrategyState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/backup-strategy/index.ts")).backupStrategy,
);

/** @internal `pulumi-nodejs:dynamic/trove:Database` */
export const Database: DynamicProvider<DatabaseInputs, DatabaseState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/database/index.ts")).database,
);

/** @internal `pulumi-nodejs:dynamic/trove:User` */
export const User: DynamicProvider<UserInputs, UserState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/user/index.ts")).user,
);

/** @internal `pulumi-nodejs:dynamic/trove:Root` */
export const Root: DynamicProvider<RootInputs, RootState> = new DynamicProvider(
  configuration,
  async () => (await import("./resources/root/index.ts")).root,
);
