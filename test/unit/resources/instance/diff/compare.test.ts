import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

/** `path kind impact` of each change. */
function changesOf(before: InstanceState, after: InstanceInputs): string[] {
  return compare(before, after).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

type Case = readonly [before: InstanceInputs, after: InstanceInputs, ...changes: string[]];

const user = { password: "one" };
const access = { isPublic: true, allowedCidrs: ["10.0.0.0/8"] };
const consent = { allow: { replace: true } };

/** What is declared before and after, beside name, flavor and volume, and the changes. */
const cases: Readonly<Record<string, Case>> = {
  "equal inputs": [{}, {}],
  "another name": [{}, { name: "other" }, "name update none"],
  "another flavor": [{}, { flavor: "m1.large" }, "flavor update offline"],
  "the same flavor by its id": [{}, { flavor: "2" }, "flavor stateOnly none"],
  "a larger volume": [{}, { volume: { size: 6 } }, "volume.size update none"],
  "a smaller volume": [{}, { volume: { size: 4 } }, "volume.size refuse dataLoss"],
  "a volume type instead of the default": [{}, { volume: { size: 5, type: "ssd" } }, "volume.type refuse dataLoss"],
  "a volume type that is no longer declared": [
    { volume: { size: 5, type: "ssd" } },
    { volume: { size: 5 } },
    "volume stateOnly none",
  ],
  "a larger volume whose type is no longer declared": [
    { volume: { size: 5, type: "ssd" } },
    { volume: { size: 6 } },
    "volume.size update none",
  ],
  "the current datastore": [{}, { datastore: { type: "mysql", version: "8.0" } }, "datastore stateOnly none"],
  "another datastore": [{}, { datastore: { type: "mariadb" } }, "datastore.type refuse dataLoss"],
  "a higher version": [{}, { datastore: { version: "8.10" } }, "datastore.version update offline"],
  "a lower version": [
    { datastore: { version: "8.10" } },
    { datastore: { version: "8.9" } },
    "datastore.version refuse dataLoss",
  ],
  "the current version, by an unlisted id": [{ datastore: { version: ID } }, { datastore: { version: ID } }],
  "another version, by an unlisted id": [
    { datastore: { version: "8.0" } },
    { datastore: { version: ID } },
    "datastore.version update offline",
  ],
  "the name of a version that was declared by id": [
    { datastore: { type: OTHER_ID, version: ID } },
    { datastore: { type: "mysql", version: "8.0" } },
    "datastore stateOnly none",
  ],
  "a higher version than one that was declared by id": [
    { datastore: { version: ID } },
    { datastore: { version: "8.10" } },
    "datastore.version update offline",
  ],
  "a lower version than one that was declared by id": [
    { datastore: { version: ID } },
    { datastore: { version: "5.7" } },
    "datastore.version refuse dataLoss",
  ],
  "another datastore than one that was declared by id": [
    { datastore: { type: ID } },
    { datastore: { type: "mariadb" } },
    "datastore.type refuse dataLoss",
  ],
  "a version that is no longer declared": [
    { datastore: { type: "mysql", version: "8.0" } },
    { datastore: { type: "mysql" } },
    "datastore stateOnly none",
  ],
  "a first group": [{}, { configuration: ID }, "configuration update none"],
  "another group": [{ configuration: ID }, { configuration: OTHER_ID }, "configuration update none"],
  "a removed group": [{ configuration: ID }, {}, "configuration update none"],
  "a consent": [{}, { allow: { restart: true } }, "allow stateOnly none"],
  "a withdrawn consent": [{ allow: { restart: true } }, { allow: {} }, "allow stateOnly none"],
  "another access": [{ access }, { access: { ...access, isPublic: false } }, "access update none"],
  "access for nobody": [{ access }, { access: { ...access, allowedCidrs: [] } }, "access update none"],
  "another network": [{ network: { networkId: "n1" } }, { network: { networkId: "n2" } }, "network refuse dataLoss"],
  "another zone": [{ availabilityZone: "a" }, { availabilityZone: "b" }, "availabilityZone refuse dataLoss"],
  "another locality": [{ locality: "affinity" }, { locality: "anti-affinity" }, "locality refuse dataLoss"],
  "a first restorePoint": [{}, { restorePoint: { backupId: ID } }, "restorePoint stateOnly none"],
  "another restorePoint": [
    { restorePoint: { backupId: ID } },
    { restorePoint: { backupId: OTHER_ID } },
    "restorePoint stateOnly none",
  ],
  "a final backup": [{}, { finalBackup: {} }, "finalBackup stateOnly none"],
  "another name of the final backup": [
    { finalBackup: {} },
    { finalBackup: { name: "last" } },
    "finalBackup stateOnly none",
  ],
  "a first adoptId": [{}, { adoptId: ID }, "adoptId stateOnly none"],
  "another adoptId": [{ adoptId: ID }, { adoptId: OTHER_ID }, "adoptId stateOnly none"],
  "all arguments that change in place, together": [
    { access, configuration: ID },
    {
      name: "other",
      flavor: "3",
      volume: { size: 6 },
      datastore: { version: "8.1" },
      access: { ...access, isPublic: false },
    },
    ...["name update none", "flavor update offline", "volume.size update none", "datastore.version update offline"],
    ...["configuration update none", "access update none"],
  ],
  "a network with consent": [
    {},
    { ...consent, network: { networkId: "n1" } },
    "allow stateOnly none",
    "network replace dataLoss",
  ],
  "a volume type with consent": [
    consent,
    { ...consent, volume: { size: 5, type: "ssd" } },
    "volume.type replace dataLoss",
  ],
  "another datastore with consent": [
    consent,
    { ...consent, datastore: { type: "mariadb" } },
    "datastore.type replace dataLoss",
  ],
  "a shrinking volume beside a replacement by consent": [
    consent,
    { ...consent, volume: { size: 1 }, availabilityZone: "b" },
    "availabilityZone replace dataLoss",
  ],
  "a shrinking volume beside a replacement without consent": [
    {},
    { volume: { size: 1 }, availabilityZone: "b" },
    "volume.size refuse dataLoss",
    "availabilityZone refuse dataLoss",
  ],
  "a shrinking volume with consent alone": [
    consent,
    { ...consent, volume: { size: 1 } },
    "volume.size refuse dataLoss",
  ],
  "a lower version with consent alone": [
    { ...consent, datastore: { version: "8.0" } },
    { ...consent, datastore: { version: "5.7" } },
    "datastore.version refuse dataLoss",
  ],
};

for (const [title, [before, after, ...changes]] of Object.entries(cases)) {
  test(`finds what changes for ${title}`, () => {
    assert.deepEqual(changesOf(state(inputs(before)), inputs(after)), changes);
  });
}

const REMOVABLE: InstanceInputs = {
  name: "db",
  flavor: "2",
  volume: { size: 5, type: "ssd" },
  datastore: { type: "mysql" },
  databases: { a: {} },
  users: { "a@%": user },
  allow: { replace: true },
  network: { networkId: "n1" },
  availabilityZone: "a",
  locality: "affinity",
  access,
  restorePoint: { backupId: ID },
  finalBackup: {},
  adoptId: ID,
};
/** Their removal is a change in the cloud. */
const DETACHED: InstanceInputs = { configuration: ID, replicaOf: ID };

for (const name of Object.keys(REMOVABLE)) {
  test(`records the removal of ${name} in the state only`, () => {
    const { [name as keyof InstanceInputs]: _, ...rest } = REMOVABLE;
    assert.deepEqual(changesOf(state(REMOVABLE), rest), [`${name} stateOnly none`]);
  });
}

for (const name of Object.keys({ ...REMOVABLE, ...DETACHED })) {
  test(`shows a ${name} that is not known yet as an update`, () => {
    const before = { ...REMOVABLE, ...DETACHED };
    const { [name as keyof InstanceInputs]: _, ...without } = before;
    const after = { ...before, [name]: unknownValue } as InstanceInputs;
    for (const declared of [before, without]) {
      assert.deepEqual(changesOf(state(declared, { source: ID }), after), [`${name} update none`]);
    }
  });
}

const unknown = unknownValue as never;
const deep: readonly (readonly [before: InstanceInputs, after: InstanceInputs, name: string])[] = [
  [{ users: { "a@%": user } }, { users: { "a@%": { password: unknown } } }, "users"],
  [{ users: { "a@%": user } }, { users: { "a@%": { ...user, databases: ["a", unknown] } } }, "users"],
  [{ databases: { a: {}, b: {} } }, { databases: { a: { collate: unknown } } }, "databases"],
  [{}, { volume: { size: unknown } }, "volume"],
  [{}, { volume: { size: 1, type: unknown } }, "volume"],
  [{}, { datastore: { type: unknown, version: "1" } }, "datastore"],
  [{ access }, { access: { isPublic: unknown, allowedCidrs: [] } }, "access"],
  [{}, { network: { networkId: unknown } }, "network"],
  [{}, { restorePoint: { backupId: unknown } }, "restorePoint"],
];

for (const [before, after, name] of deep) {
  test(`takes ${name} for unknown if a part is: ${Object.keys(after[name as never]).join()}`, () => {
    assert.deepEqual(changesOf(state(inputs(before)), inputs(after)), [`${name} update none`]);
  });
}

test("gives a reason for each change, and names the consent to a replacement", () => {
  for (const after of [
    { availabilityZone: "b" },
    { volume: { size: 5, type: "ssd" } },
    { datastore: { type: "mariadb" } },
  ]) {
    const [change] = compare(state(), inputs(after)).changes;
    assert.match(change?.reason ?? "", /needs a replacement, .*set allow: \{ replace: true \}/);
  }
  for (const [before, after] of Object.values(cases)) {
    for (const { reason } of compare(state(inputs(before)), inputs(after)).changes) assert.notEqual(reason, "");
  }
});

test("does not replace an instance that adoptId still names, even with consent", () => {
  const adopted = state(inputs({ adoptId: ID, ...consent }));
  const { changes } = compare(adopted, inputs({ adoptId: ID, ...consent, availabilityZone: "b" }));
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["refuse"],
  );
  assert.match(changes[0]?.reason ?? "", /Remove adoptId first/);
});

test("compares the values that a refresh has found", () => {
  assert.deepEqual(changesOf(state(inputs({ flavor: "3" }), { flavorId: "3" }), inputs()), ["flavor update offline"]);
  assert.deepEqual(changesOf(state(inputs({ name: "renamed" })), inputs()), ["name update none"]);
  const { configuration: _, ...detached } = inputs({ configuration: ID });
  assert.deepEqual(changesOf(state(detached), inputs({ configuration: ID })), ["configuration update none"]);
});

test("finds no change of a volume that was grown outside Pulumi", () => {
  assert.deepEqual(changesOf(state(inputs(), { volumeSize: 9 }), inputs()), []);
  assert.deepEqual(changesOf(state(inputs(), { volumeSize: 9 }), inputs({ volume: { size: 9 } })), [
    "volume.size stateOnly none",
  ]);
});

test("compares a volume that is declared for the first time with the current one", () => {
  const { volume: _, ...undeclared } = inputs();
  assert.deepEqual(changesOf(state(undeclared), inputs()), ["volume stateOnly none"]);
  assert.deepEqual(changesOf(state(undeclared), inputs({ volume: { size: 4 } })), ["volume.size refuse dataLoss"]);
  assert.deepEqual(changesOf(state(undeclared), inputs({ volume: { size: 6, type: "ssd" } })), [
    "volume.size update none",
  ]);
});

test("names the sizes and the versions before and after", () => {
  const after = inputs({ volume: { size: 7 }, datastore: { version: "8.1" } });
  assert.deepEqual(
    compare(state(), after).changes.map(({ reason }) => reason),
    ["grows from 5 to 7 GiB", "is upgraded from 8.0 to 8.1"],
  );
});

for (const [title, fields] of [
  ["that Trove reports", { status: "RESTART_REQUIRED" }],
  ["that only the state records", { restartRequired: true }],
] as const) {
  test(`performs a pending restart ${title} only with consent`, () => {
    const allowed = inputs({ allow: { restart: true } });
    const withRestart = compare(state(allowed, fields), allowed);
    assert.deepEqual(changesOf(state(allowed, fields), allowed), ["allow.restart update restart"]);
    assert.equal(withRestart.unfinished, true);
    assert.deepEqual(changesOf(state(inputs(), fields), allowed), [
      "allow stateOnly none",
      "allow.restart update restart",
    ]);
    const without = compare(state(inputs(), fields), inputs());
    assert.deepEqual([without.changes, without.unfinished], [[], false]);
  });
}

test("records a consent to a restart in the state only if none is pending", () => {
  assert.deepEqual(changesOf(state(), inputs({ allow: { restart: true } })), ["allow stateOnly none"]);
});

test("deletes an instance whose build failed before it creates the new one", () => {
  const failed = state(inputs(), { wasActive: false, status: "ERROR", pending: ["create"], finding: "failedBuild" });
  const { changes, deleteBeforeReplace, unfinished } = compare(failed, inputs());
  assert.deepEqual(
    changes.map(({ path, kind }) => `${path} ${kind}`),
    ["status replace"],
  );
  assert.deepEqual([deleteBeforeReplace, unfinished], [true, true]);
});

test("never replaces an instance in ERROR that was active before", () => {
  const { changes, unfinished } = compare(state(inputs(), { status: "ERROR" }), inputs());
  assert.deepEqual([changes, unfinished], [[], false]);
});

for (const [title, fields, unfinished] of [
  ["complete", {}, false],
  ["not active yet", { wasActive: false, status: "BUILD" }, true],
  ["active, with a create to complete", { pending: ["create"] }, true],
  ["active, with an update to complete", { pending: ["update"] }, true],
] as const) {
  test(`is ${unfinished ? "unfinished" : "finished"} for a state that is ${title}`, () => {
    const difference = compare(state(inputs(), fields as Partial<InstanceState>), inputs());
    assert.equal(difference.unfinished, unfinished);
    assert.deepEqual(difference.changes, []);
  });
}

test("deletes the old instance first if the address is fixed", () => {
  const network = { subnetId: "s1", ipAddress: "10.0.0.5" };
  assert.equal(compare(state(), inputs({ network, ...consent })).deleteBeforeReplace, true);
  assert.equal(compare(state(), inputs({ network: { subnetId: "s1" }, ...consent })).deleteBeforeReplace, false);
});
