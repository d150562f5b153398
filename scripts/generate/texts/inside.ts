import type { ClassTexts } from "../resource-class.ts";

const TIMEOUTS =
  "The defaults are 60 minutes to create and to update, most of which is for waiting until another operation on the " +
  "instance is over, and 20 minutes to delete.";
const DELETED_WITH =
  "If `args.instance` is the `TroveInstance` itself, `deletedWith` is that instance, unless the program sets another one.";
const options = { dynamic: DELETED_WITH, plugin: DELETED_WITH };
const insteadOfImport = "`pulumi-trove/plugin`";

export const databaseTexts: ClassTexts = {
  noun: "database",
  plural: "databases",
  details:
    "It is created when the guest agent lists it. An instance that declares the same database inline, in `databases`, is " +
    "refused: use one of the two.",
  example: `
const reports = new TroveDatabase("reports", {
  instance: db,
  name: "reports",
  characterSet: "utf8mb4",
});`,
  timeouts: TIMEOUTS,
  options,
  insteadOfImport,
  id: "`<instance id>/<name>`",
  lookup: {
    dynamic: "The outputs have `instance` and `name`: Trove reports nothing else.",
    plugin: "The outputs have `instance` and `name`: Trove reports nothing else.",
  },
};

const LOOKUP_OF_USER =
  "The outputs have `instance`, `name`, `host` and `databases`, the granted ones. Trove reports no password.";

export const userTexts: ClassTexts = {
  noun: "user",
  plural: "users",
  details:
    "It is created when the guest agent lists it. An instance that declares the same user inline, in `users`, is refused: use " +
    "one of the two.",
  example: `
const reader = new TroveUser("reader", {
  instance: db,
  name: "reader",
  password: config.requireSecret("readerPassword"),
  databases: [reports.name],
});
export const uri = reader.uri;`,
  timeouts: TIMEOUTS,
  options,
  insteadOfImport,
  id: "`<instance id>/<name>@<host>`",
  lookup: { dynamic: LOOKUP_OF_USER, plugin: LOOKUP_OF_USER },
};

const LOOKUP_OF_ROOT = "It fails unless root is enabled. Trove does not report the password.";

export const rootTexts: ClassTexts = {
  noun: "root user",
  plural: "root users",
  details:
    "Its password is the declared one, or one that Trove generates. An instance whose root is enabled already is refused.",
  example: `
const root = new TroveRoot("root", { instance: db });
export const rootPassword = root.password;`,
  timeouts: TIMEOUTS,
  options,
  insteadOfImport,
  id: "`<instance id>/root`",
  lookup: { dynamic: LOOKUP_OF_ROOT, plugin: LOOKUP_OF_ROOT },
};
