import type { ClassTexts } from "../resource-class.ts";

const KEYS =
  '`ignoreChanges` and `replaceOnChanges` name a user or a database by its key, as in `users["app@%"].password`; a ' +
  "warning names each path that has no effect.";

export const instanceTexts: ClassTexts = {
  noun: "instance",
  plural: "instances",
  details:
    "It is created when the instance is in service and the declared databases and users exist. An output is `undefined` " +
    "if the instance does not have it, or if the program does not declare the argument of this name.",
  example: `
const db = new TroveInstance("db", {
  flavor: "m1.small",
  volume: { size: 5 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: config.requireSecret("password"), databases: ["app"] }],
});
export const endpoint = db.endpoint;`,
  timeouts:
    "The defaults are 60 minutes to create, or 120 with `replicaOf` or `restorePoint`; 60 minutes to update; 20 minutes " +
    "to delete, including the final backup.",
  options: { dynamic: KEYS, plugin: KEYS },
  insteadOfImport: "`adoptId`, or `pulumi-trove/plugin`",
  id: "Trove's id of the instance",
  lookup: {
    dynamic:
      "Of the arguments, the outputs have the current `name`, `flavor` (by name, or as the id if the name is not unique), " +
      "`datastore`, `volume`, `replicaOf` and `configuration`, and `access` if Trove reports all of it.",
    plugin:
      "Of the arguments, the outputs have those that an import takes over: the current `name`, `flavor` (by name, or as " +
      "the id if the name is not unique), `configuration`, `access` if Trove reports all of it, and `replicaOf`, or else " +
      "`datastore`, `volume`, `databases` and `users`, without passwords.",
  },
};
