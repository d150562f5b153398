import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { type Keying, keyed } from "../../../sdk/keyed.ts";

const KEYING: Keying = {
  path: "users",
  key: [{ name: "name" }, { name: "host", default: "%" }],
  secrets: [],
};

/** Resolves a keyed list as the engine gets it. */
async function resolved(list: pulumi.Input<pulumi.Input<unknown>[] | undefined>) {
  const made = keyed(list, KEYING);
  return new Promise((resolve) => pulumi.all([made?.record, made?.problems]).apply((all) => resolve(all)));
}

const app = { name: "app", password: "x" };
const asRecord = { "app@%": { password: "x" }, "b@10.0.0.%": { password: "y" } };
const b = { name: "b", host: "10.0.0.%", password: "y" };

const lists: Readonly<Record<string, pulumi.Input<pulumi.Input<unknown>[]>>> = {
  "a plain list": [app, b],
  "a list in another order": [b, app],
  "an output of a list": pulumi.output([app, b]),
  "a promise of a list": Promise.resolve([app, b]),
  "a list of outputs": [pulumi.output(app), pulumi.output(b)],
  "a list of promises": [Promise.resolve(app), b],
  "a list whose names are outputs": [{ ...app, name: pulumi.output("app") }, b],
  "a list whose passwords are outputs": [{ ...app, password: pulumi.output("x") }, b],
};

for (const [title, list] of Object.entries(lists)) {
  test(`${title} becomes a record by key`, async () => {
    assert.deepEqual(await resolved(list), [asRecord, []]);
  });
}

test("an output that resolves to undefined becomes undefined", async () => {
  assert.deepEqual(await resolved(pulumi.output(undefined)), [undefined, []]);
});

test("an absent list stays undefined", () => {
  assert.equal(keyed(undefined, KEYING), undefined);
});

test("an empty list becomes an empty record", async () => {
  assert.deepEqual(await resolved([]), [{}, []]);
});

const wrong: readonly (readonly [title: string, list: unknown, problem: { path: string; reason: string }])[] = [
  [
    "a second item with the same key",
    [app, app],
    { path: "users[1]", reason: 'is a second "app@%": each may be declared once' },
  ],
  [
    "a second item with the default host written out",
    [app, { ...app, host: "%" }],
    { path: "users[1]", reason: 'is a second "app@%": each may be declared once' },
  ],
  ["null", [null], { path: "users[0]", reason: "must be an object, not null" }],
  ["undefined", [undefined], { path: "users[0]", reason: "must be an object, not null" }],
  ["a string", ["very-secret"], { path: "users[0]", reason: "must be an object, not a string" }],
  ["an item without a name", [{ password: "x" }], { path: "users[0]", reason: "needs a name" }],
  ["an object instead of a list", { app: {} }, { path: "users", reason: "must be a list" }],
  ["null instead of a list", null, { path: "users", reason: "must be a list" }],
];

for (const [title, list, problem] of wrong) {
  test(`${title} is reported as a problem`, async () => {
    const [, problems] = (await resolved(list as never)) as [unknown, unknown[]];
    assert.deepEqual(problems, [problem]);
  });
}

test("accepts the names of built-in properties as keys", async () => {
  const [record, problems] = (await resolved([{ name: "constructor", password: "x" }, { name: "__proto__" }])) as [
    Record<string, unknown>,
    unknown[],
  ];
  assert.deepEqual(Object.keys(record), ["constructor@%", "__proto__@%"]);
  assert.deepEqual(problems, []);
});

test("reports a name that Pulumi drops as a key", async () => {
  const keying: Keying = { ...KEYING, path: "databases", key: [{ name: "name" }] };
  const made = keyed([{ name: "app" }, { name: "__proto__" }, { name: "toString" }], keying);
  const record = made?.record as Record<string, unknown>;
  assert.deepEqual(Object.keys(record), ["app", "toString"]);
  assert.equal(Object.getPrototypeOf(record), Object.prototype);
  const reason = 'has the name "__proto__", which Pulumi cannot hold';
  assert.deepEqual(made?.problems, [{ path: "databases[1]", reason }]);
});
