import { mutate } from "./mutate.ts";
import { CHARSETS, DATABASES, HOSTS, PASSWORDS, USERS } from "./names.ts";
import type { Random } from "./random.ts";
import type { FidelityRequest } from "./request.ts";

/** Lists of the guest agent: `limit` and `marker` name databases and users, which both clouds have in common. */
const QUERIES = [
  "",
  "",
  "",
  "?limit=2",
  "?limit=1&marker=app",
  "?marker=ann%2540%2525",
  "?limit=0",
  "?limit=-1",
  "?limit=x",
];

/** A request on the databases, users, grants or root of an instance. */
export function guestRequest(random: Random, instance: string): FidelityRequest {
  const base = `/instances/${instance}`;
  const request = random.weighted<() => FidelityRequest>([
    [6, () => ({ method: "POST", path: `${base}/databases`, body: { databases: databases(random) } })],
    [4, () => ({ method: "GET", path: `${base}/databases${random.pick(QUERIES)}` })],
    [4, () => ({ method: "DELETE", path: `${base}/databases/${segment(random, random.pick(DATABASES))}` })],
    [1, () => ({ method: "GET", path: `${base}/databases/${segment(random, random.pick(DATABASES))}` })],
    [8, () => ({ method: "POST", path: `${base}/users`, body: { users: users(random) } })],
    [5, () => ({ method: "GET", path: `${base}/users${random.pick(QUERIES)}` })],
    [5, () => ({ method: "GET", path: userPath(random, base) })],
    [4, () => ({ method: "DELETE", path: userPath(random, base) })],
    [6, () => ({ method: "PUT", path: userPath(random, base), body: { user: changes(random) } })],
    [2, () => ({ method: "PUT", path: `${base}/users`, body: { users: users(random) } })],
    [4, () => ({ method: "GET", path: `${userPath(random, base)}/databases` })],
    [5, () => ({ method: "PUT", path: `${userPath(random, base)}/databases`, body: { databases: grants(random) } })],
    [
      3,
      () => ({
        method: "DELETE",
        path: `${userPath(random, base)}/databases/${segment(random, random.pick(DATABASES))}`,
      }),
    ],
    [2, () => ({ method: "GET", path: `${base}/root` })],
    [1, () => ({ method: "POST", path: `${base}/root`, makesPassword: true })],
    [
      1,
      () => ({ method: "POST", path: `${base}/root`, body: { password: random.pick(PASSWORDS) }, makesPassword: true }),
    ],
    [1, () => ({ method: "DELETE", path: `${base}/root` })],
  ])();
  const spoiled = request.body !== undefined && !request.makesPassword && random.chance(0.25);
  return { ...request, ...(spoiled && { body: mutate(request.body, random) }), about: [instance] };
}

export function databases(random: Random): object[] {
  const count = random.weighted([
    [1, 0],
    [8, 1],
    [4, 2],
    [1, 5],
  ]);
  return Array.from({ length: count }, () => ({ name: random.pick(DATABASES), ...random.pick(CHARSETS) }));
}

export function users(random: Random): object[] {
  const count = random.weighted([
    [1, 0],
    [8, 1],
    [3, 2],
    [1, 4],
  ]);
  return Array.from({ length: count }, () => user(random));
}

function user(random: Random): object {
  const host = random.pick(HOSTS);
  return {
    name: random.pick(USERS),
    password: random.chance(0.7) ? "secret1" : random.pick(PASSWORDS),
    ...(host !== undefined && { host }),
    ...(random.chance(0.3) && { databases: grants(random) }),
  };
}

function changes(random: Random): object {
  const host = random.pick(HOSTS);
  return {
    ...(random.chance(0.5) && { name: random.pick(USERS) }),
    ...(random.chance(0.5) && { password: random.pick(PASSWORDS) }),
    ...(random.chance(0.4) && host !== undefined && { host }),
  };
}

function grants(random: Random): object[] {
  return Array.from({ length: 1 + random.below(2) }, () => ({ name: random.pick(DATABASES) }));
}

function userPath(random: Random, base: string): string {
  const host = random.pick(HOSTS);
  const name = random.pick(USERS);
  return `${base}/users/${segment(random, host === undefined ? name : `${name}@${host}`)}`;
}

/** A path segment, mostly encoded in the one form that works for every name. */
function segment(random: Random, name: string): string {
  const once = encodeURIComponent(name);
  return random.weighted([
    [6, encodeURIComponent(once.replaceAll(".", "%2E"))],
    [2, once],
    [1, encodeURIComponent(once)],
    [1, `${once}.json`],
  ]);
}
