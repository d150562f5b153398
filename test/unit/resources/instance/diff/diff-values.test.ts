import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

/** `path: before → after` of each change that has values; `path: reason` of the others. */
function changes(was: InstanceState, is: InstanceInputs): string[] {
  return compare(was, is).changes.map(({ path, reason, before, after }) => {
    return after === undefined ? `${path}: ${reason}` : `${path}: ${before ?? "?"} → ${after}`;
  });
}

type Case = readonly [was: InstanceInputs, is: InstanceInputs, change: string];

const password = "p-one";
const access = { isPublic: true, allowedCidrs: ["10.0.0.0/8"] };
const replace = { allow: { replace: true } };
const granted = (...databases: string[]): InstanceInputs => ({ users: { "app@%": { password, databases } } });

const cases: Readonly<Record<string, Case>> = {
  name: [{}, { name: "other" }, "name: db → other"],
  flavor: [{}, { flavor: "m1.large" }, "flavor: m1.small → m1.large"],
  "volume size": [{}, { volume: { size: 7 } }, "volume.size: 5 → 7 GiB"],
  "volume type": [replace, { ...replace, volume: { size: 5, type: "ssd" } }, "volume.type: the default → ssd"],
  "datastore type": [replace, { ...replace, datastore: { type: "mariadb" } }, "datastore.type: mysql → mariadb"],
  version: [{}, { datastore: { version: "8.1" } }, "datastore.version: 8.0 → 8.1"],
  "an attached group": [{}, { configuration: ID }, `configuration: none → ${ID}`],
  "a swapped group": [{ configuration: ID }, { configuration: OTHER_ID }, `configuration: ${ID} → ${OTHER_ID}`],
  "a detached group": [{ configuration: ID }, {}, `configuration: ${ID} → none`],
  "one part of the access": [
    { access },
    { access: { ...access, isPublic: false } },
    "access: { isPublic: true } → { isPublic: false }",
  ],
  "the other part of the access": [
    { access },
    { access: { ...access, allowedCidrs: [] } },
    "access: { allowedCidrs: [10.0.0.0/8] } → { allowedCidrs: [] }",
  ],
  "an access that was not declared": [{}, { access }, "access: ? → { isPublic: true, allowedCidrs: [10.0.0.0/8] }"],
  network: [
    { ...replace, network: { networkId: ID, ipAddress: "10.0.0.5" } },
    { ...replace, network: { networkId: OTHER_ID, ipAddress: "10.0.0.5" } },
    `network: { networkId: ${ID} } → { networkId: ${OTHER_ID} }`,
  ],
  zone: [{ ...replace, availabilityZone: "a" }, { ...replace, availabilityZone: "b" }, "availabilityZone: a → b"],
  locality: [
    { ...replace, locality: "affinity" },
    { ...replace, locality: "anti-affinity" },
    "locality: affinity → anti-affinity",
  ],
  "a source that is no longer replicated": [{ replicaOf: ID }, {}, `replicaOf: ${ID} → none`],
  "another source": [
    { ...replace, replicaOf: ID },
    { ...replace, replicaOf: OTHER_ID },
    `replicaOf: ${ID} → ${OTHER_ID}`,
  ],
  "grants that are added and taken away": [
    granted("news", "shop"),
    granted("log", "news"),
    'users["app@%"].databases: [news, shop] → [log, news]',
  ],
  "grants that were not declared": [
    { users: { "app@%": { password } } },
    granted("news"),
    'users["app@%"].databases: ? → [news]',
  ],
  "a password, of which nothing is shown": [
    { users: { "app@%": { password } } },
    { users: { "app@%": { password: "p-two" } } },
    'users["app@%"].password: new password',
  ],
  "a new user": [{ users: {} }, { users: { "app@%": { password } } }, 'users["app@%"]: is created'],
  "a user that is dropped": [{ users: { "app@%": { password } } }, { users: {} }, 'users["app@%"]: is dropped'],
  "a new database": [{ databases: {} }, { databases: { shop: {} } }, "databases.shop: is created"],
  "a database that is dropped": [
    { databases: { shop: {} }, allow: { dropDatabases: true } },
    { databases: {}, allow: { dropDatabases: true } },
    "databases.shop: is dropped",
  ],
};

for (const [title, [was, is, change]] of Object.entries(cases)) {
  test(`shows from what to what: ${title}`, () => {
    const before = state(inputs(was), was.replicaOf === undefined ? {} : { source: was.replicaOf });
    assert.deepEqual(changes(before, inputs(is)), [change]);
  });
}

test("shows what the instance has where the program did not declare it before", () => {
  const { flavor: _, ...undeclared } = inputs();
  assert.deepEqual(changes(state(undeclared), inputs({ flavor: "m1.large" })), ["flavor: 2 → m1.large"]);
});

test("announces no change of a name and a flavor that an adopted instance has already", () => {
  const adopted = state({}, { flavorNames: { 2: "m1.small", 3: "m1.large" } });
  const { changes: rows } = compare(adopted, inputs());
  assert.deepEqual(new Set(rows.map(({ kind, impact }) => `${kind} ${impact}`)), new Set(["stateOnly none"]));
  assert.deepEqual(changes(adopted, { flavor: "m1.large" }), ["flavor: m1.small → m1.large"]);
  assert.deepEqual(changes(state({}), { flavor: "m1.small" }), ["flavor: 2 → m1.small"]);
});

test("says that databases and users which were not managed may exist already", () => {
  const users = { "app@%": { password } };
  assert.deepEqual(changes(state(inputs()), inputs({ databases: { app: {} }, users })), [
    "databases.app: is created if it does not exist",
    'users["app@%"]: is created, or set as declared if it exists',
  ]);
  assert.deepEqual(changes(state(inputs({ databases: {} })), inputs({ databases: { app: {} } })), [
    "databases.app: is created",
  ]);
});

test("shows the names of flavors that are given by their ids", () => {
  const named = { flavorNames: { 2: "m1.small", 3: "m1.large" } };
  assert.deepEqual(changes(state(inputs({ flavor: "2" }), named), inputs({ flavor: "3" })), [
    "flavor: m1.small → m1.large",
  ]);
  assert.deepEqual(changes(state(inputs({ flavor: "3" }), { ...named, flavorId: "3" }), inputs()), [
    "flavor: m1.large → m1.small",
  ]);
});

test("shows what others named in the cloud as one short line of plain text", () => {
  const drifted = state(inputs({ name: `evil\n<b>${"x".repeat(500)}` }));
  const [line = ""] = changes(drifted, inputs());
  assert.match(line, /^name: evil x{100,120}… → db$/);
});

for (const [title, fields, reason] of [
  ["is being created", { wasActive: false, status: "BUILD", pending: ["create"] }, /creation .* did not finish/],
  ["came up after its create had failed", { pending: ["create"] }, /creation .* did not finish/],
  ["has an unfinished update", { pending: ["update"] }, /previous update .* did not finish/],
  ["is as declared", {}, undefined],
  ["has lost its group with its source's", { pending: ["update"], groupChangedWithSource: true }, undefined],
  ["failed to be created", { wasActive: false, status: "ERROR", finding: "failedBuild" }, undefined],
] as const) {
  test(`says why there is an update of an instance that ${title}`, () => {
    const { unfinishedReason } = compare(state(inputs(), fields as Partial<InstanceState>), inputs());
    if (reason === undefined) assert.equal(unfinishedReason, undefined);
    else assert.match(unfinishedReason ?? "", reason);
  });
}
