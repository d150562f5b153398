import { databaseList, hostString, nameString, nonEmptyString, userList, wrapped } from "./common.ts";

export const createDatabases = wrapped("databases", databaseList);

/** Also the schema of `PUT users`, which changes passwords. */
export const createUsers = wrapped("users", userList);

export const updateUser = wrapped("user", {
  type: "object",
  minProperties: 1,
  properties: { name: nameString, password: nonEmptyString, host: hostString },
});
