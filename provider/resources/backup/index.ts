import { endingWith } from "../../wait/wait-progress.ts";
import type { Resource } from "../resource.ts";
import { type BackupInputs, backupArguments } from "./arguments.ts";
import { check } from "./check.ts";
import { create } from "./create/create.ts";
import { deleteBackup } from "./delete.ts";
import { diff } from "./diff.ts";
import { backupOutputs } from "./outputs.ts";
import { read } from "./read.ts";
import { type BackupState, bookkeeping, isReadById } from "./state.ts";
import { update } from "./update.ts";

/** A backup of a Trove instance (`trove/backup/service.py`). */
export const backup: Resource<BackupInputs, BackupState> = {
  token: "Backup",
  noun: "backup",
  howToAdopt: "import the backup",
  description: "A backup of a database instance of OpenStack Trove.",
  inputs: backupArguments,
  outputs: backupOutputs,
  bookkeeping,
  check,
  diff,
  create: (inputs, context) =>
    endingWith(
      context,
      () => create(inputs, context),
      ({ state }) => state.status,
    ),
  isReadById,
  read,
  update,
  delete: deleteBackup,
  // A delete waits for a running backup, and an update for that of an interrupted create.
  timeouts: () => ({ create: 120, update: 120, delete: 120 }),
};
