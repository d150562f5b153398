import { badRequest } from "../api-fault.ts";
import type { Cloud } from "../cloud.ts";
import type { Instance } from "../instances/instance.ts";
import { type Guest, GuestRefusal } from "./guest.ts";
import { MySqlGuest } from "./mysql-guest.ts";
import { PostgreSqlGuest } from "./postgresql-guest.ts";

export function guestOf(cloud: Cloud, instance: Instance): Guest {
  const contents = () => instance.contents;
  if (instance.datastore.type === "postgresql") return new PostgreSqlGuest(contents);
  return new MySqlGuest(contents, cloud.behavior);
}

/** A synchronous call to the guest agent; its refusal is a 400 (`trove/guestagent/api.py`, `_call`). */
export function callGuest<T>(cloud: Cloud, instance: Instance, work: (guest: Guest) => T): T {
  try {
    return work(guestOf(cloud, instance));
  } catch (error) {
    if (!(error instanceof GuestRefusal)) throw error;
    throw badRequest(`An error occurred communicating with the guest: ${error.message}.`);
  }
}

/** An asynchronous call (cast): the guest agent performs it later, and its refusals are not reported. */
export function castToGuest(cloud: Cloud, instance: Instance, work: (guest: Guest) => void): void {
  cloud.later(instance, cloud.settings.guestLag, () => runQuietly(() => work(guestOf(cloud, instance))));
}

export function runQuietly(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof GuestRefusal)) throw error;
  }
}
