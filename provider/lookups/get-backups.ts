import { z } from "zod";
import { uuid } from "../resources/rules.ts";
import { backupItem, toBackupDetails } from "./details/backup-details.ts";
import { listBackups } from "./details/list-backups.ts";
import { defineLookup } from "./lookup.ts";

export const getBackups = defineLookup({
  name: "getBackups",
  description: "Looks up the backups of the project or of one instance, also those that no program manages.",
  arguments: {
    instance: {
      schema: uuid.optional(),
      doc: "The id of the instance, which need not exist any more.",
      default: "the backups of all instances",
      refersTo: "Instance",
    },
  },
  results: {
    backups: {
      schema: z.array(backupItem),
      doc: "The backups, the last created first, each with the results of `getBackup`.",
    },
  },
  async run({ instance }, context) {
    return { backups: (await listBackups(instance, context)).map(toBackupDetails) };
  },
});
