import type { TroveInstanceArgs } from "pulumi-trove";
import { NOBODYS } from "../errors/row.ts";
import type { Mistake } from "./mistake.ts";

/** What JavaScript, or a value of any type, lets through the compiler. */
const untyped = (args: object): TroveInstanceArgs => args as TroveInstanceArgs;
const app = { name: "app", password: "p-of-app" };

/** Mistakes in the arguments of an instance that does not exist yet; those in its options are in program-errors.test.ts. */
export const argumentMistakes: readonly Mistake[] = [
  {
    mistake: "an unknown flavor",
    isAskedOfCloud: true,
    names: "flavor: ",
    cure: "m1.small (2)",
    args: { flavor: "m1.smal" },
  },
  {
    mistake: "an unknown datastore",
    isAskedOfCloud: true,
    names: "datastore.type: ",
    cure: "mysql",
    args: { datastore: { type: "mysqll" } },
  },
  {
    mistake: "an unknown version",
    isAskedOfCloud: true,
    names: "datastore.version: ",
    cure: "8.0.29",
    args: { datastore: { type: "mysql", version: "9.9" } },
  },
  {
    mistake: "an unknown character set",
    names: "databases.app.characterSet: ",
    cure: "utf8mb4",
    args: { datastore: { type: "mysql" }, databases: [{ name: "app", characterSet: "utf9" }] },
  },
  {
    mistake: "an unknown configuration group",
    isAskedOfCloud: true,
    names: "configuration: ",
    cure: "Correct the id",
    args: { configuration: NOBODYS },
  },
  {
    mistake: "an unknown backup",
    isAskedOfCloud: true,
    names: "restorePoint.backupId: ",
    cure: "Correct the id",
    args: { restorePoint: { backupId: NOBODYS } },
  },
  {
    mistake: "an unknown replica source",
    isAskedOfCloud: true,
    names: "replicaOf: ",
    cure: "Correct the id",
    args: untyped({ replicaOf: NOBODYS, volume: undefined }),
  },
  {
    mistake: "an unknown instance to adopt",
    isAskedOfCloud: true,
    names: "adoptId: ",
    cure: "Correct the id",
    args: { adoptId: NOBODYS },
  },
  {
    mistake: "a misspelled argument",
    names: "flavour: ",
    cure: '"flavor"',
    args: untyped({ flavour: "m1.small" }),
  },
  {
    mistake: "a misspelled argument of a user",
    names: 'users["app@%"].pasword: ',
    cure: '"password"',
    args: untyped({ users: [{ name: "app", pasword: "p-of-app" }] }),
  },
  {
    mistake: "a size in quotes",
    names: "volume.size: ",
    cure: "whole number of GiB, not a string",
    args: untyped({ volume: { size: "5" } }),
  },
  { mistake: "a size of 0", names: "volume.size: ", cure: "at least 1 GiB", args: { volume: { size: 0 } } },
  { mistake: "a size of 2.5", names: "volume.size: ", cure: "whole number of GiB", args: { volume: { size: 2.5 } } },
  {
    mistake: "a database declared twice",
    names: "databases[1]: ",
    cure: "declared once",
    args: { databases: [{ name: "app" }, { name: "app" }] },
  },
  { mistake: "a user declared twice", names: "users[1]: ", cure: "declared once", args: { users: [app, app] } },
  {
    mistake: "a reserved database",
    names: "databases.mysql: ",
    cure: "another name",
    args: { databases: [{ name: "mysql" }] },
  },
  {
    mistake: "a reserved user",
    names: 'users["root@%"]: ',
    cure: "another name",
    args: { users: [{ ...app, name: "root" }] },
  },
  {
    mistake: "a grant on an undeclared database",
    names: 'users["app@%"].databases[0]: ',
    cure: "not declared in `databases`",
    args: { databases: [{ name: "app" }], users: [{ ...app, databases: ["apps"] }] },
  },
  {
    mistake: "an address in place of a range",
    names: "access.allowedCidrs[0]: ",
    cure: "192.0.2.1/32",
    args: { access: { isPublic: true, allowedCidrs: ["192.0.2.1"] } },
  },
  {
    mistake: "a range with a prefix of 33 bits",
    names: "access.allowedCidrs[0]: ",
    cure: "10.0.0.0/8",
    args: { access: { isPublic: true, allowedCidrs: ["10.0.0.0/33"] } },
  },
  {
    mistake: "a password that MySQL does not take",
    names: 'users["app@%"].password: ',
    cure: "must not hold '",
    args: { datastore: { type: "mysql" }, users: [{ ...app, password: "it's" }] },
  },
];
