import type { ClassTexts } from "../resource-class.ts";

const KEYS = "`ignoreChanges` names a value by its parameter, as in `values.max_connections`.";

export const configurationTexts: ClassTexts = {
  noun: "configuration group",
  plural: "configuration groups",
  details:
    "Its values are checked in a preview against the parameters of the datastore version. An output is `undefined` if the " +
    "program does not declare the argument of this name.",
  example: `
const settings = new TroveConfiguration("settings", {
  datastore: { type: "mysql", version: "8.0.29" },
  values: { max_connections: 500, long_query_time: 0.5 },
});
const db = new TroveInstance("db", {
  flavor: "m1.small",
  volume: { size: 5 },
  datastore: { type: "mysql", version: "8.0.29" },
  configuration: settings,
});`,
  timeouts: "The defaults are 10 minutes to create, 60 minutes to update, and 20 minutes to delete.",
  options: { dynamic: KEYS, plugin: KEYS },
  insteadOfImport: "`pulumi-trove/plugin`",
  id: "Trove's id of the configuration group",
  lookup: {
    dynamic:
      "Of the arguments, the outputs have `name`, `description`, `datastore` and `values`, in which Trove shows secrets as " +
      "`***`.",
    plugin:
      "Of the arguments, the outputs have `name`, `description`, `datastore` and `values`, in which Trove shows secrets as " +
      "`***`.",
  },
};
