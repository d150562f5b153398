import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fetchDatabases, fetchUsers } from "../../../provider/resources/guest/shared/fetch-contents.ts";
import { userKeyOf } from "../../../provider/resources/guest/user-keys.ts";
import type { TroveApi } from "../../../provider/trove/trove-api.ts";
import type { Declared } from "./cases.ts";
import { collationOf } from "./character-sets.ts";
import type { Address, Login, Program } from "./programs.ts";

/** An instance with a real server. */
export interface Instance {
  readonly id: string;
  readonly trove: TroveApi;
  readonly at: Address;
  readonly root: Login;
  readonly program: Program;
  /** Whether a user can enter no other databases than those that it is granted: not with PostgreSQL. */
  readonly restricts: boolean;
}

interface User {
  readonly name: string;
  readonly host: string;
  readonly password: string;
}

const WITHIN_MS = 8000;

/** Creates what is declared as the provider does, uses it as a program does, changes it, and drops it. */
export async function play(instance: Instance, declared: Declared): Promise<void> {
  const { id, trove } = instance;
  const { database, characterSet, other, name, host, password, isGranted } = declared;
  await trove.databases.create(id, [
    { name: database, ...characterSet },
    { name: other, ...characterSet },
  ]);
  await listed(instance, "databases", database, other);
  await trove.users.create(id, [{ name, host, password, databases: isGranted ? [database] : [] }]);
  await listed(instance, "users", `${name}@${host}`);
  await assertWorks(instance, declared, { name, host, password });

  const after = await change(instance, declared);
  if (isGranted) await revokeAndGrant(instance, declared, after);
  await dropAll(instance, declared, after);
}

/** Changes the password, then the name and the host. */
async function change(instance: Instance, declared: Declared): Promise<User> {
  const { id, trove } = instance;
  const { name, host, password, newName, newHost, newPassword } = declared;
  const before = { name, host, password: newPassword };
  await trove.users.update(id, before, { password: newPassword });
  await accepted(instance, declared, before);
  if (newPassword !== password) await refused(instance, declared, { name, host, password });
  const patch = { ...(name !== newName && { name: newName }), ...(host !== newHost && { host: newHost }) };
  if (Object.keys(patch).length > 0) await trove.users.update(id, before, patch);
  const after = { name: newName, host: newHost, password: newPassword };
  await listed(instance, "users", `${newName}@${newHost}`);
  await assertWorks(instance, declared, after);
  return after;
}

async function revokeAndGrant(instance: Instance, declared: Declared, user: User): Promise<void> {
  const { id, trove } = instance;
  await trove.users.revoke(id, user, declared.database);
  await refused(instance, declared, user);
  await trove.users.grant(id, user, [declared.database]);
  await assertWorks(instance, declared, user);
}

async function dropAll({ id, trove, program, at, root }: Instance, declared: Declared, user: User): Promise<void> {
  const { database, other, name } = declared;
  await trove.users.delete(id, user);
  await until("drop of the user", async () => !(await fetchUsers(id, trove, {})).has(userKeyOf(user)));
  for (const one of [database, other]) await trove.databases.delete(id, one);
  await until("drop of the databases", async () => (await fetchDatabases(id, trove, {})).size === 0);
  const left = await program.names(at, root);
  const dropped = [
    ...[database, other].map((one) => `database ${one}`),
    ...[name, user.name].map((one) => `user ${one}`),
  ];
  for (const one of dropped) assert.ok(!left.includes(one), `${one} is left in the server`);
}

/** The user is listed with its grant, works in that database, and cannot enter the other one. */
async function assertWorks(instance: Instance, declared: Declared, user: User): Promise<void> {
  const { id, trove, program, at, restricts } = instance;
  const { database, other, isGranted } = declared;
  const grants = JSON.stringify(isGranted ? [database] : []);
  await until(`grants ${grants}`, async () => {
    const found = JSON.stringify((await fetchUsers(id, trove, {})).get(userKeyOf(user))?.databases);
    return found === grants || found;
  });
  if (!isLocal(user)) return;
  const login = { user: user.name, password: user.password };
  await program.connect(at, { ...login, ...((isGranted || !restricts) && { database }) });
  if (!isGranted) return;
  const collation = await program.useDatabase(at, { ...login, database });
  if (!restricts) return;
  assert.equal(collation, collationOf(declared.characterSet));
  await assert.rejects(program.connect(at, { ...login, database: other }), `${user.name} enters ${other}`);
}

async function accepted(
  { program, at, restricts }: Instance,
  { database, isGranted }: Declared,
  user: User,
): Promise<void> {
  if (!isLocal(user)) return;
  const login = { user: user.name, password: user.password, ...((isGranted || !restricts) && { database }) };
  await until("login", () => program.connect(at, login).then(() => true, String));
}

async function refused({ program, at }: Instance, { database }: Declared, user: User): Promise<void> {
  if (!isLocal(user)) return;
  await assert.rejects(program.connect(at, { user: user.name, password: user.password, database }));
}

async function listed({ id, trove }: Instance, kind: "databases" | "users", ...names: string[]): Promise<void> {
  await until(`${kind} ${JSON.stringify(names)} in the list`, async () => {
    const list = kind === "users" ? await fetchUsers(id, trove, {}) : await fetchDatabases(id, trove, {});
    return names.every((name) => list.has(name)) || [...list.keys()];
  });
}

/** Whether a program on this machine has a host that the user may connect from. */
function isLocal({ host }: User): boolean {
  const pattern = host.replaceAll(".", "\\.").replaceAll("%", ".*").replaceAll("_", ".");
  return new RegExp(`^${pattern}$`).test("127.0.0.1");
}

/** Asks until the answer is `true`. The guest agent works after the request has been answered. */
async function until(what: string, ask: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  for (;;) {
    const answer = await ask();
    if (answer === true) return;
    if (performance.now() > end) assert.fail(`no ${what}: ${String(answer)}`);
    await sleep(3);
  }
}
