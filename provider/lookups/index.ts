import { getBackup } from "./get-backup.ts";
import { getBackups } from "./get-backups.ts";
import { getConfigurationParameters } from "./get-configuration-parameters.ts";
import { getDatastores } from "./get-datastores.ts";
import { getFlavors } from "./get-flavors.ts";
import { getInstance } from "./get-instance.ts";
import { getInstances } from "./get-instances.ts";
import { getLimits } from "./get-limits.ts";
import type { Lookup } from "./lookup.ts";

/** All lookups, in the order of the documentation. */
export const lookups: readonly Lookup[] = [
  getInstance,
  getInstances,
  getFlavors,
  getDatastores,
  getBackup,
  getBackups,
  getConfigurationParameters,
  getLimits,
];
