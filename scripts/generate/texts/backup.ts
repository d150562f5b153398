import type { ClassTexts } from "../resource-class.ts";

const OPTIONS =
  "`protect` and `retainOnDelete` keep the backup. Without `deleteBeforeReplace` another backup is complete before this one " +
  "is deleted. To take another backup, change `triggers` instead of using `--replace`.";

export const backupTexts: ClassTexts = {
  noun: "backup",
  plural: "backups",
  details:
    "It is created when the backup is complete, and outlives its instance. An output is `undefined` if the backup does not " +
    "have it, or if the program does not declare the argument of this name.",
  example: `
const backup = new TroveBackup("before-release", {
  instance: db,
  triggers: { release: "2.0" },
});
const copy = new TroveInstance("copy", {
  flavor: "m1.small",
  volume: { size: 5 },
  restorePoint: { backupId: backup.id },
});`,
  timeouts: "The defaults are 120 minutes for each operation: a delete waits for a backup that is still running.",
  options: { dynamic: OPTIONS, plugin: OPTIONS },
  insteadOfImport: "`pulumi-trove/plugin`",
  id: "Trove's id of the backup",
  lookup: {
    dynamic: "Of the arguments, the outputs have `instance`, `name`, `description` and `parent`.",
    plugin: "Of the arguments, the outputs have `instance`, `name`, `description` and `parent`.",
  },
};
