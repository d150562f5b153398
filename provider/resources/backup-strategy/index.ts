import type { Resource } from "../resource.ts";
import { type BackupStrategyInputs, backupStrategyArguments } from "./arguments.ts";
import { check } from "./check.ts";
import { create, deleteStrategy, diff, read, update } from "./lifecycle.ts";
import { backupStrategyOutputs } from "./outputs.ts";
import { type BackupStrategyState, bookkeeping, isReadById } from "./state.ts";

/** The container for backups of a project or of an instance (`trove/backup/service.py`, `BackupStrategyController`). */
export const backupStrategy: Resource<BackupStrategyInputs, BackupStrategyState> = {
  token: "BackupStrategy",
  noun: "backup strategy",
  howToAdopt: "import the backup strategy",
  description: "The object store container for the backups of an instance, or of a project, of OpenStack Trove.",
  inputs: backupStrategyArguments,
  outputs: backupStrategyOutputs,
  bookkeeping,
  check,
  diff,
  create,
  isReadById,
  read,
  update,
  delete: deleteStrategy,
  timeouts: () => ({ create: 5, update: 5, delete: 5 }),
};
