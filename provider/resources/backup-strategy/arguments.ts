import type { Arguments, InputsOf } from "../arguments.ts";
import { containerName } from "../backups/container-name.ts";
import { uuid } from "../rules.ts";

/** The arguments of a backup strategy. `POST /backup_strategies`: `trove/backup/service.py`, `trove/common/apischema.py`. */
export const backupStrategyArguments = {
  swiftContainer: {
    schema: containerName,
    isRequired: true,
    doc: "The container of the object store for backups that name none. It applies to backups that are taken from now on.",
    changeDoc: "Changed in place. Backups that exist stay where they are.",
    onChange: { kind: "update", impact: "none" },
    onRemoval: "unmanage",
  },
  instance: {
    schema: uuid,
    refersTo: "Instance",
    doc: "The id of the instance whose backups the strategy is for. It takes precedence over the strategy of the project.",
    changeDoc: "A change replaces the strategy; no backup changes.",
    default: "the whole project",
    onChange: { kind: "replace", impact: "none" },
    onRemoval: "detach",
  },
} as const satisfies Arguments;

/** The documentation of all arguments together. */
export const backupStrategyArgumentsDoc =
  "The arguments of a `TroveBackupStrategy`. Removing `instance` replaces the strategy of the instance by that of the " +
  "project. A preview refuses invalid arguments, by path.";

/** The inputs of a backup strategy as the engine and the state have them. */
export type BackupStrategyInputs = InputsOf<typeof backupStrategyArguments>;
