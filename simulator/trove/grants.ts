import { ApiFault, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { callGuest, guestOf } from "./guest-agent/calls.ts";
import { instanceWithServer } from "./instances/checks.ts";
import { announcedCall } from "./instances/fault.ts";
import { isObject } from "./json.ts";
import { cutFormat, restoreFormat } from "./user-path.ts";
import { findUser } from "./users.ts";

const LOADING = "Error loading user";

export function listGrants(call: Call): unknown {
  const instance = instanceWithServer(call);
  const user = findUser(call, instance, call.parameter("user"), LOADING);
  return {
    databases: guestOf(call.cloud, instance)
      .listedGrants(user)
      .map((name) => ({ name })),
  };
}

/** `PUT …/users/{user}/databases`: adds grants, synchronously. MySQL accepts databases that do not exist. No schema. */
export async function grantDatabases(call: Call): Promise<undefined> {
  const instance = instanceWithServer(call);
  const user = findUser(call, instance, call.parameter("user"), LOADING);
  const names = namesOf(call.body);
  await announcedCall(instance, () => callGuest(call.cloud, instance, (guest) => guest.grant(user, names)));
}

export async function revokeDatabase(call: Call): Promise<undefined> {
  const instance = instanceWithServer(call);
  // Trove appends the format cut from the database's name to the user's name.
  const { id: database, format } = cutFormat(call.parameter("database"));
  const user = findUser(call, instance, restoreFormat(call.parameter("user"), format), LOADING);
  await announcedCall(instance, async () => {
    if (!guestOf(call.cloud, instance).listedGrants(user).includes(database)) {
      throw new ApiFault(404, `Database ${database} cannot be found on the instance.`);
    }
    await callGuest(call.cloud, instance, (guest) => guest.revoke(user, database));
  });
}

function namesOf(body: unknown): string[] {
  if (!isObject(body) || !Array.isArray(body.databases)) throw internalError();
  return body.databases.map((database) => {
    if (!isObject(database) || typeof database.name !== "string") throw internalError();
    return database.name;
  });
}
