import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

/** `path: before → after` of each change that has values; `path: reason` of the others. */
function shownChanges(before: InstanceState, after: InstanceInputs): string[] {
  return compare(before, after).changes.map(({ path, reason, before, after }) => {
    return after === undefined ? `${path}: ${reason}` : `${path}: ${before ?? "?"} → ${after}`;
  });
}

type Case = readonly [before: InstanceInputs, after: InstanceInputs, change: string];

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

for (const [title, [before, after, change]] of Object.entries(cases)) {
  test(`shows the value before and after: ${title}`, () => {
    const saved = state(inputs(before), before.replicaOf === undefined ? {} : { source: before.replicaOf });
    assert.deepEqual(shownChanges(saved, inputs(after)), [change]);
  });
}

test("shows the current value if the program did not declare one before", () => {
  const { flavor: _, ...undeclared } = inputs();
  assert.deepEqual(shownChanges(state(undeclared), inputs({ flavor: "m1.large" })), ["flavor: 2 → m1.large"]);
});

test("shows no change of a name and a flavor that an adopted instance already has", () => {
  const adopted = state({}, { flavorNames: { 2: "m1.small", 3: "m1.large" } });
  const { changes } = compare(adopted, inputs());
  assert.deepEqual(new Set(changes.map(({ kind, impact }) => `${kind} ${impact}`)), new Set(["stateOnly none"]));
  assert.deepEqual(shownChanges(adopted, { flavor: "m1.large" }), ["flavor: m1.small → m1.large"]);
  assert.deepEqual(shownChanges(state({}), { flavor: "m1.small" }), ["flavor: 2 → m1.small"]);
});

test("says that databases and users declared for the first time may exist already", () => {
  const users = { "app@%": { password } };
  assert.deepEqual(shownChanges(state(inputs()), inputs({ databases: { app: {} }, users })), [
    "databases.app: is created if it does not exist",
    'users["app@%"]: is created, or set as declared if it exists',
  ]);
  assert.deepEqual(shownChanges(state(inputs({ databases: {} })), inputs({ databases: { app: {} } })), [
    "databases.app: is created",
  ]);
});

test("shows the names of flavors that are declared by id", () => {
  const named = { flavorNames: { 2: "m1.small", 3: "m1.large" } };
  assert.deepEqual(shownChanges(state(inputs({ flavor: "2" }), named), inputs({ flavor: "3" })), [
    "flavor: m1.small → m1.large",
  ]);
  assert.deepEqual(shownChanges(state(inputs({ flavor: "3" }), { ...named, flavorId: "3" }), inputs()), [
    "flavor: m1.large → m1.small",
  ]);
});

test("shows a name that was set in the cloud as one short line of plain text", () => {
  const drifted = state(inputs({ name: `evil\n<b>${"x".repeat(500)}` }));
  const [line = ""] = shownChanges(drifted, inputs());
  assert.match(line, /^name: evil x{100,120}… → db$/);
});

type Fields = Partial<InstanceState>;

const unfinished: Readonly<Record<string, readonly [fields: Fields, reason: RegExp]>> = {
  "is being created": [{ wasActive: false, status: "BUILD", pending: ["create"] }, /creation .* did not finish/],
  "became active after its create had failed": [{ pending: ["create"] }, /creation .* did not finish/],
  "has an unfinished update": [{ pending: ["update"] }, /previous update .* did not finish/],
};

for (const [title, [fields, reason]] of Object.entries(unfinished)) {
  test(`says why an instance is updated that ${title}`, () => {
    assert.match(compare(state(inputs(), fields), inputs()).unfinishedReason ?? "", reason);
  });
}

const finished: Readonly<Record<string, Fields>> = {
  "is as declared": {},
  "lost its group with its source": { pending: ["update"], groupChangedWithSource: true },
  "failed to be created": { wasActive: false, status: "ERROR", finding: "failedBuild" },
};

for (const [title, fields] of Object.entries(finished)) {
  test(`gives no reason to update an instance that ${title}`, () => {
    assert.equal(compare(state(inputs(), fields), inputs()).unfinishedReason, undefined);
  });
}
