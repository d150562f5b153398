import assert from "node:assert/strict";
import { test } from "node:test";
import type { UserInputs } from "../../../../provider/resources/user/arguments.ts";
import { user } from "../../../../provider/resources/user/index.ts";
import { type UserState, uriOf } from "../../../../provider/resources/user/state.ts";
import { cloudless } from "../instance/cloudless.ts";
import { CLOUD, instance as sample } from "../instance/samples.ts";

const instance = "8a2f3c1e-0000-4000-8000-000000000001";
const other = "8a2f3c1e-0000-4000-8000-000000000002";
const inputs: UserInputs = { instance, name: "app", password: "s3cret" };

function stateOf(fields: Partial<UserState> = {}): UserState {
  const declared = ["instance", "name", "password"];
  const bookkeeping = { declared, pending: [], cloud: CLOUD, datastoreType: "mysql" };
  return { ...inputs, host: "%", uri: undefined, ...bookkeeping, ...fields };
}

const rows: readonly {
  readonly title: string;
  readonly before?: Partial<UserState>;
  readonly after: Partial<UserInputs>;
  /** Each as `<path> <kind>`. */
  readonly changes: readonly string[];
}[] = [
  { title: "nothing", after: {}, changes: [] },
  { title: "the host that it has", after: { host: "%" }, changes: ["host stateOnly"] },
  { title: "another name and host", after: { name: "b", host: "10.0.0.%" }, changes: ["name update", "host update"] },
  { title: "another password", after: { password: "other" }, changes: ["password update"] },
  { title: "no password", after: { password: undefined }, changes: ["password stateOnly"] },
  { title: "grants for the first time", after: { databases: ["a"] }, changes: ["databases update"] },
  {
    title: "other grants",
    before: { databases: ["a"], declared: ["databases", "instance", "name", "password"] },
    after: { databases: ["b"] },
    changes: ["databases update"],
  },
  {
    title: "no declared grants",
    before: { databases: ["a"], declared: ["databases", "instance", "name", "password"] },
    after: {},
    changes: ["databases stateOnly"],
  },
  { title: "another instance", after: { instance: other }, changes: ["instance replace"] },
];

for (const { title, before, after, changes } of rows) {
  test(`diff: ${title}`, async () => {
    const found = await user.diff(`${instance}/app@%`, stateOf(before), { ...inputs, ...after }, cloudless());
    assert.deepEqual(
      found.changes.map(({ path, kind }) => `${path} ${kind}`),
      changes,
    );
  });
}

test("a revoked grant on PostgreSQL notes what PUBLIC loses", async () => {
  const before = stateOf({
    datastoreType: "postgresql",
    databases: ["a", "b"],
    declared: ["databases", "instance", "name", "password"],
  });
  const { changes } = await user.diff(`${instance}/app@%`, before, { ...inputs, databases: ["a"] }, cloudless());
  assert.match(changes[0]?.note ?? "", /PUBLIC loses CONNECT on b/);
});

test("no change shows a password", async () => {
  const { changes } = await user.diff(`${instance}/app@%`, stateOf(), { ...inputs, password: "0ther" }, cloudless());
  assert.doesNotMatch(JSON.stringify(changes), /s3cret|0ther/);
});

const address = { address: "10.0.0.5", type: "private", network: undefined } as const;

for (const [type, databases, expected] of [
  ["mysql", ["app"], "mysql://app:p%40s%2Fs@10.0.0.5:3306/app"],
  ["mariadb", [], "mysql://app:p%40s%2Fs@10.0.0.5:3306"],
  ["postgresql", ["a", "b"], "postgresql://app:p%40s%2Fs@10.0.0.5:5432"],
  ["redis", ["app"], undefined],
] as const) {
  test(`the uri of a user of ${type} with ${databases.length} grants is ${expected ?? "absent"}`, () => {
    const at = { ...sample(), datastore: { type, version: "1" }, addresses: [address], hostname: undefined };
    assert.equal(uriOf({ name: "app", password: "p@s/s", databases: [...databases] }, at), expected);
  });
}

test("the uri has an IPv6 address in brackets, and is absent without an address", () => {
  const at = { ...sample(), datastore: { type: "mysql", version: "1" }, hostname: undefined };
  const named = { name: "app", password: "p", databases: [] };
  const v6 = { ...address, address: "fd00::5" };
  assert.equal(uriOf(named, { ...at, addresses: [v6] }), "mysql://app:p@[fd00::5]:3306");
  assert.equal(uriOf(named, { ...at, addresses: [] }), undefined);
  assert.equal(uriOf({ ...named, password: undefined }, { ...at, addresses: [address] }), undefined);
});
