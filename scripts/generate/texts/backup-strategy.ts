import type { ClassTexts } from "../resource-class.ts";

export const backupStrategyTexts: ClassTexts = {
  noun: "backup strategy",
  plural: "backup strategies",
  details: "It applies to backups that name no container and are taken from then on.",
  example: `
const strategy = new TroveBackupStrategy("strategy", {
  instance: db,
  swiftContainer: "backups-of-db",
});`,
  timeouts: "The defaults are 5 minutes for each operation.",
  insteadOfImport: "`pulumi-trove/plugin`",
  id: "the id of the project, followed by a slash and the id of the instance if the strategy is that of an instance",
  lookup: {
    dynamic: "The outputs have all arguments.",
    plugin: "The outputs have all arguments.",
  },
};
