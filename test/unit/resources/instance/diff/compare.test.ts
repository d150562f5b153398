import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

/** `path kind impact` of each row. */
function rowsOf(was: InstanceState, is: InstanceInputs): string[] {
  return compare(was, is).changes.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

type Case = readonly [was: InstanceInputs, is: InstanceInputs, ...rows: string[]];

const user = { password: "one" };
const access = { isPublic: true, allowedCidrs: ["10.0.0.0/8"] };
const consent = { allow: { replace: true } };

/** What was declared and is declared now, beside name, flavor and volume, and the rows between them. */
const cases: Readonly<Record<string, Case>> = {
  nothing: [{}, {}],
  "another name": [{}, { name: "other" }, "name update none"],
  "another flavor": [{}, { flavor: "m1.large" }, "flavor update offline"],
  "the same flavor by its id": [{}, { flavor: "2" }, "flavor stateOnly none"],
  "a larger volume": [{}, { volume: { size: 6 } }, "volume.size update none"],
  "a smaller volume": [{}, { volume: { size: 4 } }, "volume.size refuse dataLoss"],
  "a volume type where there was the default": [
    {},
    { volume: { size: 5, type: "ssd" } },
    "volume.type refuse dataLoss",
  ],
  "a volume type that is no longer named": [
    { volume: { size: 5, type: "ssd" } },
    { volume: { size: 5 } },
    "volume stateOnly none",
  ],
  "a larger volume whose type is no longer named": [
    { volume: { size: 5, type: "ssd" } },
    { volume: { size: 6 } },
    "volume.size update none",
  ],
  "the datastore that it has": [{}, { datastore: { type: "mysql", version: "8.0" } }, "datastore stateOnly none"],
  "another datastore": [{}, { datastore: { type: "mariadb" } }, "datastore.type refuse dataLoss"],
  "a higher version": [{}, { datastore: { version: "8.10" } }, "datastore.version update offline"],
  "a lower version": [
    { datastore: { version: "8.10" } },
    { datastore: { version: "8.9" } },
    "datastore.version refuse dataLoss",
  ],
  "the version that it has, by an id that nobody knows": [
    { datastore: { version: ID } },
    { datastore: { version: ID } },
  ],
  "another version by an id that nobody knows": [
    { datastore: { version: "8.0" } },
    { datastore: { version: ID } },
    "datastore.version update offline",
  ],
  "the name of the version that was given by its id": [
    { datastore: { type: OTHER_ID, version: ID } },
    { datastore: { type: "mysql", version: "8.0" } },
    "datastore stateOnly none",
  ],
  "a higher version than the one that was given by its id": [
    { datastore: { version: ID } },
    { datastore: { version: "8.10" } },
    "datastore.version update offline",
  ],
  "a lower version than the one that was given by its id": [
    { datastore: { version: ID } },
    { datastore: { version: "5.7" } },
    "datastore.version refuse dataLoss",
  ],
  "another datastore than the one that was given by its id": [
    { datastore: { type: ID } },
    { datastore: { type: "mariadb" } },
    "datastore.type refuse dataLoss",
  ],
  "a version that is no longer named": [
    { datastore: { type: "mysql", version: "8.0" } },
    { datastore: { type: "mysql" } },
    "datastore stateOnly none",
  ],
  "a group where there was none": [{}, { configuration: ID }, "configuration update none"],
  "another group": [{ configuration: ID }, { configuration: OTHER_ID }, "configuration update none"],
  "no group any more": [{ configuration: ID }, {}, "configuration update none"],
  "a consent": [{}, { allow: { restart: true } }, "allow stateOnly none"],
  "a consent that is taken back": [{ allow: { restart: true } }, { allow: {} }, "allow stateOnly none"],
  "another access": [{ access }, { access: { ...access, isPublic: false } }, "access update none"],
  "access for nobody": [{ access }, { access: { ...access, allowedCidrs: [] } }, "access update none"],
  "another network": [{ network: { networkId: "n1" } }, { network: { networkId: "n2" } }, "network refuse dataLoss"],
  "another zone": [{ availabilityZone: "a" }, { availabilityZone: "b" }, "availabilityZone refuse dataLoss"],
  "another locality": [{ locality: "affinity" }, { locality: "anti-affinity" }, "locality refuse dataLoss"],
  "a backup to restore where there was none": [{}, { restorePoint: { backupId: ID } }, "restorePoint stateOnly none"],
  "another backup to restore": [
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
  "adoptId where there was none": [{}, { adoptId: ID }, "adoptId stateOnly none"],
  "another adoptId": [{ adoptId: ID }, { adoptId: OTHER_ID }, "adoptId stateOnly none"],
  "everything that changes in place, at once": [
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

for (const [title, [was, is, ...rows]] of Object.entries(cases)) {
  test(`diff of ${title} is ${rows.join(", ") || "no row"}`, () => {
    assert.deepEqual(rowsOf(state(inputs(was)), inputs(is)), rows);
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
/** Their removal says something of its own. */
const DETACHED: InstanceInputs = { configuration: ID, replicaOf: ID };

for (const name of Object.keys(REMOVABLE)) {
  test(`diff of removing ${name} leaves what it said as it is`, () => {
    const { [name as keyof InstanceInputs]: _, ...rest } = REMOVABLE;
    assert.deepEqual(rowsOf(state(REMOVABLE), rest), [`${name} stateOnly none`]);
  });
}

for (const name of Object.keys({ ...REMOVABLE, ...DETACHED })) {
  test(`diff of ${name} that is not known yet is an update, and no more, whether it was declared before or not`, () => {
    const before = { ...REMOVABLE, ...DETACHED };
    const { [name as keyof InstanceInputs]: _, ...without } = before;
    const is = { ...before, [name]: unknownValue } as InstanceInputs;
    for (const was of [before, without]) {
      assert.deepEqual(rowsOf(state(was, { source: ID }), is), [`${name} update none`]);
    }
  });
}

const unknown = unknownValue as never;
const deep: readonly (readonly [was: InstanceInputs, is: InstanceInputs, name: string])[] = [
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

for (const [was, is, name] of deep) {
  test(`an unknown value deep inside ${name} makes it one that is not known: ${Object.keys(is[name as never]).join()}`, () => {
    assert.deepEqual(rowsOf(state(inputs(was)), inputs(is)), [`${name} update none`]);
  });
}

test("each refusal says why, and each refused replacement names the consent", () => {
  for (const is of [
    { availabilityZone: "b" },
    { volume: { size: 5, type: "ssd" } },
    { datastore: { type: "mariadb" } },
  ]) {
    const [row] = compare(state(), inputs(is)).changes;
    assert.match(row?.reason ?? "", /needs a replacement, .*set allow: \{ replace: true \}/);
  }
  for (const [was, is] of Object.values(cases)) {
    for (const { reason } of compare(state(inputs(was)), inputs(is)).changes) assert.notEqual(reason, "");
  }
});

test("what the program still names by adoptId is not replaced, even with consent", () => {
  const adopted = state(inputs({ adoptId: ID, ...consent }));
  const { changes: rows } = compare(adopted, inputs({ adoptId: ID, ...consent, availabilityZone: "b" }));
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ["refuse"],
  );
  assert.match(rows[0]?.reason ?? "", /Remove adoptId first/);
});

test("drift shows: what a refresh found is compared, not what was once declared", () => {
  assert.deepEqual(rowsOf(state(inputs({ flavor: "3" }), { flavorId: "3" }), inputs()), ["flavor update offline"]);
  assert.deepEqual(rowsOf(state(inputs({ name: "renamed" })), inputs()), ["name update none"]);
  const { configuration: _, ...detached } = inputs({ configuration: ID });
  assert.deepEqual(rowsOf(state(detached), inputs({ configuration: ID })), ["configuration update none"]);
});

test("a volume that was grown outside is no drift while the program says what it said", () => {
  assert.deepEqual(rowsOf(state(inputs(), { volumeSize: 9 }), inputs()), []);
  assert.deepEqual(rowsOf(state(inputs(), { volumeSize: 9 }), inputs({ volume: { size: 9 } })), [
    "volume.size stateOnly none",
  ]);
});

test("a volume that comes to be declared is compared with the one that there is", () => {
  const { volume: _, ...undeclared } = inputs();
  assert.deepEqual(rowsOf(state(undeclared), inputs()), ["volume stateOnly none"]);
  assert.deepEqual(rowsOf(state(undeclared), inputs({ volume: { size: 4 } })), ["volume.size refuse dataLoss"]);
  assert.deepEqual(rowsOf(state(undeclared), inputs({ volume: { size: 6, type: "ssd" } })), [
    "volume.size update none",
  ]);
});

test("a change in place names what it was and what it becomes", () => {
  const is = inputs({ volume: { size: 7 }, datastore: { version: "8.1" } });
  assert.deepEqual(
    compare(state(), is).changes.map(({ reason }) => reason),
    ["grows from 5 to 7 GiB", "is upgraded from 8.0 to 8.1"],
  );
});

for (const [title, fields] of [
  ["that Trove reports", { status: "RESTART_REQUIRED" }],
  ["that only the state remembers", { restartRequired: true }],
] as const) {
  test(`a restart ${title} is made with consent, and without it is no difference`, () => {
    const allowed = inputs({ allow: { restart: true } });
    const owing = compare(state(allowed, fields), allowed);
    assert.deepEqual(rowsOf(state(allowed, fields), allowed), ["allow.restart update restart"]);
    assert.equal(owing.unfinished, true);
    assert.deepEqual(rowsOf(state(inputs(), fields), allowed), [
      "allow stateOnly none",
      "allow.restart update restart",
    ]);
    const without = compare(state(inputs(), fields), inputs());
    assert.deepEqual([without.changes, without.unfinished], [[], false]);
  });
}

test("a consent to a restart that nobody owes is noted alone", () => {
  assert.deepEqual(rowsOf(state(), inputs({ allow: { restart: true } })), ["allow stateOnly none"]);
});

test("an instance that failed to be built is replaced, the old one first", () => {
  const failed = state(inputs(), { wasActive: false, status: "ERROR", pending: ["create"], finding: "failedBuild" });
  const { changes: rows, deleteBeforeReplace, unfinished } = compare(failed, inputs());
  assert.deepEqual(
    rows.map(({ path, kind }) => `${path} ${kind}`),
    ["status replace"],
  );
  assert.deepEqual([deleteBeforeReplace, unfinished], [true, true]);
});

test("an instance in ERROR that was in service is never replaced for it", () => {
  const { changes: rows, unfinished } = compare(state(inputs(), { status: "ERROR" }), inputs());
  assert.deepEqual([rows, unfinished], [[], false]);
});

for (const [title, fields, unfinished] of [
  ["finished", {}, false],
  ["not built yet", { wasActive: false, status: "BUILD" }, true],
  ["built, with a create to finish", { pending: ["create"] }, true],
  ["built, with an update to finish", { pending: ["update"] }, true],
] as const) {
  test(`a state that is ${title} ${unfinished ? "has work left" : "has no work left"}`, () => {
    const difference = compare(state(inputs(), fields as Partial<InstanceState>), inputs());
    assert.equal(difference.unfinished, unfinished);
    assert.deepEqual(difference.changes, []);
  });
}

test("with a fixed address the old instance goes before the new one comes", () => {
  const network = { subnetId: "s1", ipAddress: "10.0.0.5" };
  assert.equal(compare(state(), inputs({ network, ...consent })).deleteBeforeReplace, true);
  assert.equal(compare(state(), inputs({ network: { subnetId: "s1" }, ...consent })).deleteBeforeReplace, false);
});
