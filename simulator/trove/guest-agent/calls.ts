import { ServerRefusal } from "../../guest/database-server.ts";
import { badRequest } from "../api-fault.ts";
import type { Cloud } from "../cloud.ts";
import type { Instance } from "../instances/instance.ts";
import { type Guest, GuestRefusal } from "./guest.ts";
import { MySqlGuest } from "./mysql-guest.ts";
import { PostgreSqlGuest } from "./postgresql-guest.ts";

type GuestWork = (guest: Guest) => Promise<void>;

export function guestOf(cloud: Cloud, instance: Instance): Guest {
  return instance.datastore.type === "postgresql"
    ? new PostgreSqlGuest(instance)
    : new MySqlGuest(instance, { ...cloud.behavior, isMariaDb: instance.datastore.type === "mariadb" });
}

/** Reads from the guest agent; its refusal is a 400 (`trove/guestagent/api.py`, `_call`). */
export function readGuest<T>(cloud: Cloud, instance: Instance, read: (guest: Guest) => T): T {
  try {
    return read(guestOf(cloud, instance));
  } catch (error) {
    throw explained(error);
  }
}

/** A synchronous call to the guest agent; its refusal is a 400 (`trove/guestagent/api.py`, `_call`). */
export async function callGuest(cloud: Cloud, instance: Instance, work: GuestWork): Promise<void> {
  try {
    await perform(cloud, instance, work);
  } catch (error) {
    throw explained(error);
  }
}

/** An asynchronous call (cast): the guest agent performs it later, and its refusals are not reported. */
export function castToGuest(cloud: Cloud, instance: Instance, work: GuestWork): void {
  cloud.later(instance, cloud.settings.guestLag, () => performQuietly(cloud, instance, work));
}

/** Performs a call whose refusal a real cloud would only log. */
export async function performQuietly(cloud: Cloud, instance: Instance, work: GuestWork): Promise<void> {
  try {
    await perform(cloud, instance, work);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** After the calls that the guest agent has already. */
function perform(cloud: Cloud, instance: Instance, work: GuestWork): Promise<void> {
  return instance.calls.run(() => work(guestOf(cloud, instance)));
}

function explained(error: unknown): unknown {
  if (!isRefusal(error)) return error;
  return badRequest(`An error occurred communicating with the guest: ${error.message}.`);
}

function isRefusal(error: unknown): error is Error {
  return error instanceof GuestRefusal || error instanceof ServerRefusal;
}
