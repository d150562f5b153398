import assert from "node:assert/strict";
import { type CloudApi, until } from "./cloud-api.ts";
import { allPages } from "./cloud-pages.ts";

export interface WireUser {
  readonly name: string;
  readonly host: string;
  readonly databases: readonly { readonly name: string }[];
}

/** The one form of `name@host` in a path that Trove takes for every name: it unquotes twice, and cuts off a suffix. */
export function userPath(instanceId: string, user: string): string {
  return `/instances/${instanceId}/users/${encodeURIComponent(encodeURIComponent(user).replace(/\./g, "%2E"))}`;
}

/** `name@host` of every user on the first page, in the order of the server. */
export async function userNames(api: CloudApi, instanceId: string): Promise<string[]> {
  const answer = await api.get<{ users: WireUser[] }>(`/instances/${instanceId}/users`);
  return answer.body.users.map(({ name, host }) => `${name}@${host}`);
}

/** The names on the first page, in the order of the server. */
export async function databaseNames(api: CloudApi, instanceId: string): Promise<string[]> {
  const answer = await api.get<{ databases: { name: string }[] }>(`/instances/${instanceId}/databases`);
  return answer.body.databases.map(({ name }) => name);
}

export async function grants(api: CloudApi, instanceId: string, user: string): Promise<string[]> {
  const answer = await api.get<{ databases: { name: string }[] }>(`${userPath(instanceId, user)}/databases`);
  return answer.body.databases.map(({ name }) => name);
}

/** Waits until `list` has all of `names`: what is cast to the guest is done later. */
export function listed(list: () => Promise<string[]>, ...names: string[]): Promise<string[]> {
  return until(`${names} in the list`, list, (found) => names.every((name) => found.includes(name)));
}

/** Waits until `list` has none of `names`. */
export function unlisted(list: () => Promise<string[]>, ...names: string[]): Promise<string[]> {
  return until(`${names} off the list`, list, (found) => !names.some((name) => found.includes(name)));
}

/** The names that are listed once what was asked for so far is done: the guest works in the order of the requests. */
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
  // The guest may have worked between two pages of the list that showed the last one.
  return new Set(await list());
}
