import assert from "node:assert/strict";
import { type CloudApi, until } from "./cloud-api.ts";
import { allPages } from "./cloud-pages.ts";

export interface WireUser {
  readonly name: string;
  readonly host: string;
  readonly databases: readonly { readonly name: string }[];
}

/** Encodes `name@host` so that Trove accepts every name: it unquotes twice and cuts off a suffix after a dot. */
export function userPath(instanceId: string, user: string): string {
  return `/instances/${instanceId}/users/${encodeURIComponent(encodeURIComponent(user).replace(/\./g, "%2E"))}`;
}

/** `name@host` of all users on the first page, in the server's order. */
export async function userNames(api: CloudApi, instanceId: string): Promise<string[]> {
  const answer = await api.get<{ users: WireUser[] }>(`/instances/${instanceId}/users`);
  return answer.body.users.map(({ name, host }) => `${name}@${host}`);
}

/** The names on the first page, in the server's order. */
export async function databaseNames(api: CloudApi, instanceId: string): Promise<string[]> {
  const answer = await api.get<{ databases: { name: string }[] }>(`/instances/${instanceId}/databases`);
  return answer.body.databases.map(({ name }) => name);
}

export async function grants(api: CloudApi, instanceId: string, user: string): Promise<string[]> {
  const answer = await api.get<{ databases: { name: string }[] }>(`${userPath(instanceId, user)}/databases`);
  return answer.body.databases.map(({ name }) => name);
}

/** Waits until `list` has all `names`: the guest agent works asynchronously. */
export function listed(list: () => Promise<string[]>, ...names: string[]): Promise<string[]> {
  return until(`${names} in the list`, list, (found) => names.every((name) => found.includes(name)));
}

/** Waits until `list` has none of the `names`. */
export function unlisted(list: () => Promise<string[]>, ...names: string[]): Promise<string[]> {
  return until(`${names} off the list`, list, (found) => !names.some((name) => found.includes(name)));
}

/** The names that are listed when all requests so far are performed: the guest agent works in their order. */
export async function madeBefore(
  api: CloudApi,
  instanceId: string,
  what: "databases" | "users",
): Promise<ReadonlySet<string>> {
  const path = `/instances/${instanceId}/${what}`;
  const { status } = await api.post(path, { [what]: [{ name: "last", password: "secret1" }] });
  assert.equal(status, 202);
  const list = async () => (await allPages<{ name: string }>(api, path, 20)).flat().map(({ name }) => name);
  await until("the last", list, (names) => names.includes("last"));
  // Listed again: the guest agent may have changed earlier pages of that list in the meantime.
  return new Set(await list());
}
