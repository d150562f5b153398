import assert from "node:assert/strict";
import fc from "fast-check";
import type { InstanceRecord, Simulator } from "../../simulator/index.ts";
import type { TroveInstance } from "../engine/host.ts";
import { TroveBackup, TroveConfiguration, TroveDatabase, TroveUser } from "../engine/host.ts";
import { assertSoon } from "../properties/assert-soon.ts";
import { connect } from "../properties/harness.ts";
import { passwords, plain } from "../properties/names.ts";
import type { Snapshot } from "../properties/snapshot.ts";
import type { TestStack } from "../support/engine.ts";

/** The resources of a program beside its instances. Databases, users and the backup are those of the first instance. */
export interface Beside {
  readonly databases: readonly string[];
  /** By name. */
  readonly users: Readonly<Record<string, BesideUser>>;
  /** The `wait_timeout` of a configuration group. */
  readonly group: number | undefined;
  /** The trigger of a backup. */
  readonly backup: string | undefined;
}

interface BesideUser {
  readonly host: string;
  readonly password: string;
  readonly databases: readonly string[];
}

/** No instance declares these inline. */
const DATABASES = ["shop", "stock"];
const USERS = ["buyer", "clerk"];

const user: fc.Arbitrary<BesideUser> = plain({
  host: fc.constantFrom("%", "10.0.0.%"),
  password: fc.constantFrom(...passwords),
  databases: fc.subarray(DATABASES),
});

export const besides: fc.Arbitrary<Beside> = plain({
  databases: fc.subarray(DATABASES),
  users: fc
    .tuple(fc.subarray(USERS), user, user)
    .map(([names, ...all]) => Object.fromEntries(names.map((name, index) => [name, all[index] as BesideUser]))),
  group: fc.option(fc.constantFrom(60, 70), { nil: undefined }),
  backup: fc.option(fc.constantFrom("first", "second"), { nil: undefined }),
}).map((beside) => ({ ...beside, users: withExistingGrants(beside) }));

/** Grants are drawn of all databases; one that does not exist has no effect. */
function withExistingGrants({ databases, users }: Beside): Beside["users"] {
  return Object.fromEntries(
    Object.entries(users).map(([name, one]) => [
      name,
      { ...one, databases: one.databases.filter((database) => databases.includes(database)) },
    ]),
  );
}

/** Registers the resources, as a Pulumi program does. */
export function registerBeside(
  { databases, users, group, backup }: Beside,
  instance: TroveInstance,
  options: { readonly customTimeouts: object },
): void {
  const existing = databases.map((name) => new TroveDatabase(name, { instance, name }, options));
  for (const [name, args] of Object.entries(users)) {
    new TroveUser(
      name,
      { instance, name, ...args, databases: [...args.databases] },
      { ...options, dependsOn: existing },
    );
  }
  if (group !== undefined) new TroveConfiguration("group", { values: { wait_timeout: group } }, options);
  if (backup !== undefined) new TroveBackup("backup", { instance, triggers: { backup } }, options);
}

/** An instance without the databases and users that resources of their own declare. */
export function withoutBeside(snapshot: Snapshot): Snapshot {
  const users = Object.entries(snapshot.users).filter(([key]) => !USERS.includes(key.split("@")[0] ?? ""));
  return {
    ...snapshot,
    databases: snapshot.databases.filter((name) => !DATABASES.includes(name)),
    users: Object.fromEntries(users),
  };
}

/** Asserts that the cloud has the resources, and no others, and that the state has their ids. */
export async function assertBeside(
  beside: Beside,
  instance: InstanceRecord,
  { simulator, stack }: { readonly simulator: Simulator; readonly stack: TestStack },
): Promise<void> {
  const wanted = Object.entries(beside.users).map(([name, { host, password, databases }]) => [
    `${name}@${host}`,
    { password, grants: [...databases].sort() },
  ]);
  const expected = { databases: [...beside.databases].sort(), users: Object.fromEntries(wanted) };
  await assertSoon(() => lookBeside(instance), expected, "the databases and users are those of the program");
  const states = await stack.resources();
  const idsOf = (kind: string) => states.filter(({ type }) => type.endsWith(`:${kind}`)).map(({ id }) => id);
  const backups = simulator.backups("demo").filter(({ name }) => name.startsWith("backup-"));
  assert.deepEqual(
    backups.map(({ id, state }) => [id, state]),
    idsOf("Backup").map((id) => [id, "COMPLETED"]),
    "the cloud has the backup of the state, and no other",
  );
  assert.equal(backups.length, beside.backup === undefined ? 0 : 1);
  const groups = await groupsIn(simulator);
  assert.deepEqual(groups, beside.group === undefined ? [] : [[idsOf("Configuration")[0], beside.group]]);
}

function lookBeside({ databases, users }: InstanceRecord) {
  const existing = databases.map(({ name }) => name);
  const own = users.filter(({ name }) => USERS.includes(name));
  return {
    databases: existing.filter((name) => DATABASES.includes(name)).sort(),
    users: Object.fromEntries(
      own.map(({ name, host, password, databases: grants }) => [
        `${name}@${host}`,
        { password, grants: grants.filter((one) => existing.includes(one)).sort() },
      ]),
    ),
  };
}

/** The ids and the `wait_timeout` of the groups of the resource. */
async function groupsIn(simulator: Simulator): Promise<[id: string, timeout: unknown][]> {
  const client = await connect(simulator);
  const groups = await Array.fromAsync(client.configurations.list());
  const own = groups.filter(({ name }) => name.startsWith("group-"));
  return Promise.all(
    own.map(async ({ id }) => [id, (await client.configurations.get(id)).values.wait_timeout] as [string, unknown]),
  );
}
