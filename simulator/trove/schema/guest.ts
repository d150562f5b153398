import { databaseList, hostString, nameString, nonEmptyString, userList, wrapped } from "./common.ts";

export const createDatabases = wrapped("databases", databaseList);

/** Also of `PUT users`, which changes many passwords. */
export const createUsers = wrapped("users", userList);

export const updateUser = wrapped("user", {
  type: "object",
  minProperties: 1,
  properties: { name: nameString, password: nonEmptyString, host: hostString },
});
