import assert from "node:assert/strict";
import { test } from "node:test";
import { diff } from "../../../../provider/resources/instance/diff.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/inputs.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { unknownValue } from "../../../../provider/resources/unknown-value.ts";
import { ID, inputs, OTHER_ID, state } from "./samples.ts";

/** `path kind impact` of each row. */
function rowsOf(was: InstanceState, is: InstanceInputs): string[] {
  return diff(was, is).rows.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

type Case = readonly [was: InstanceInputs, is: InstanceInputs, ...rows: string[]];

const user = { password: "one" };
const access = { isPublic: true, allowedCidrs: ["10.0.0.0/8"] };
const consent = { allow: { replace: true } };

/** What was declared and is declared now, beside name, flavor and volume, and the rows between them. */
const cases: Readonly<Record<string, Case>> = {
  nothing: [{}, {}],
  "another name": [{}, { name: "other" }, "name refuse none"],
  "another flavor": [{}, { flavor: "m1.large" }, "flavor refuse offline"],
  "the same flavor by its id": [{}, { flavor: "2" }, "flavor record none"],
  "a larger volume": [{}, { volume: { size: 6 } }, "volume.size refuse none"],
  "a smaller volume": [{}, { volume: { size: 4 } }, "volume.size refuse dataLoss"],
  "a volume type where there was the default": [
    {},
    { volume: { size: 5, type: "ssd" } },
    "volume.type refuse dataLoss",
  ],
  "a volume type that is no longer named": [
    { volume: { size: 5, type: "ssd" } },
    { volume: { size: 5 } },
    "volume record none",
  ],
  "the datastore that it has": [{}, { datastore: { type: "mysql", version: "8.0" } }, "datastore record none"],
  "another datastore": [{}, { datastore: { type: "mariadb" } }, "datastore.type refuse dataLoss"],
  "a higher version": [{}, { datastore: { version: "8.10" } }, "datastore.version refuse offline"],
  "a lower version": [
    { datastore: { version: "8.10" } },
    { datastore: { version: "8.9" } },
    "datastore.version refuse dataLoss",
  ],
  "databases in another order": [{ databases: { a: {}, b: {} } }, { databases: { b: {}, a: {} } }],
  "another database": [{ databases: { a: {} } }, { databases: { a: {}, b: {} } }, "databases refuse none"],
  "a user whose grants are not named": [
    { users: { "a@%": user } },
    { users: { "a@%": { ...user, databases: undefined } } },
  ],
  "another password": [{ users: { "a@%": user } }, { users: { "a@%": { password: "two" } } }, "users refuse none"],
  "a consent": [{}, { allow: { restart: true } }, "allow record none"],
  "another access": [{ access }, { access: { ...access, isPublic: false } }, "access refuse none"],
  "another network": [{ network: { networkId: "n1" } }, { network: { networkId: "n2" } }, "network refuse dataLoss"],
  "another zone": [{ availabilityZone: "a" }, { availabilityZone: "b" }, "availabilityZone refuse dataLoss"],
  "another locality": [{ locality: "affinity" }, { locality: "anti-affinity" }, "locality refuse dataLoss"],
  "another source": [{ replicaOf: ID }, { replicaOf: OTHER_ID }, "replicaOf refuse dataLoss"],
  "no source any more": [{ replicaOf: ID }, {}, "replicaOf refuse none"],
  "adoptId where there was none": [{}, { adoptId: ID }, "adoptId record none"],
  "a network with consent": [
    {},
    { ...consent, network: { networkId: "n1" } },
    "allow record none",
    "network replace dataLoss",
  ],
  "a shrinking volume beside a replacement by consent": [
    consent,
    { ...consent, volume: { size: 1 }, availabilityZone: "b" },
    "availabilityZone replace dataLoss",
  ],
  "a shrinking volume with consent alone": [
    consent,
    { ...consent, volume: { size: 1 } },
    "volume.size refuse dataLoss",
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
  adoptId: ID,
};

for (const name of Object.keys(REMOVABLE)) {
  test(`diff of removing ${name} leaves what it said as it is`, () => {
    const { [name as keyof InstanceInputs]: _, ...rest } = REMOVABLE;
    assert.deepEqual(rowsOf(state(REMOVABLE), rest), [`${name} record none`]);
  });

  test(`diff of ${name} that is not known yet is an update, and no more`, () => {
    const is = { ...REMOVABLE, [name]: unknownValue } as InstanceInputs;
    assert.deepEqual(rowsOf(state(REMOVABLE), is), [`${name} update none`]);
  });
}

test("an unknown value deep inside an argument makes the argument one that is not known", () => {
  const is = inputs({ users: { "a@%": { password: unknownValue as never } } });
  assert.deepEqual(rowsOf(state(inputs({ users: { "a@%": user } })), is), ["users update none"]);
});

test("each refusal says why, and each refused replacement names the consent", () => {
  const [row] = diff(state(), inputs({ availabilityZone: "b" })).rows;
  assert.match(row?.reason ?? "", /set allow: \{ replace: true \}/);
  for (const [was, is] of Object.values(cases)) {
    for (const { reason } of diff(state(inputs(was)), inputs(is)).rows) assert.notEqual(reason, "");
  }
});

test("what the program still names by adoptId is not replaced, even with consent", () => {
  const adopted = state(inputs({ adoptId: ID, ...consent }));
  const { rows } = diff(adopted, inputs({ adoptId: ID, ...consent, availabilityZone: "b" }));
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ["refuse"],
  );
  assert.match(rows[0]?.reason ?? "", /remove adoptId first/);
});

test("drift shows: what a refresh found is compared, not what was once declared", () => {
  assert.deepEqual(rowsOf(state(inputs({ flavor: "3" }), { flavorId: "3" }), inputs()), ["flavor refuse offline"]);
});

test("a volume that was grown outside is no drift while the program says what it said", () => {
  assert.deepEqual(rowsOf(state(inputs(), { volumeSize: 9 }), inputs()), []);
});

test("an instance that failed to be built is replaced, the old one first", () => {
  const failed = state(inputs(), { built: false, status: "ERROR", pending: ["create"] });
  const { rows, deleteBeforeReplace, unfinished } = diff(failed, inputs());
  assert.deepEqual(
    rows.map(({ path, kind }) => `${path} ${kind}`),
    ["status replace"],
  );
  assert.deepEqual([deleteBeforeReplace, unfinished], [true, true]);
});

test("an instance in ERROR that was in service is never replaced for it", () => {
  const { rows, unfinished } = diff(state(inputs(), { status: "ERROR" }), inputs());
  assert.deepEqual([rows, unfinished], [[], false]);
});

for (const [title, fields, unfinished] of [
  ["finished", {}, false],
  ["not built yet", { built: false, status: "BUILD" }, true],
  ["built, with a create to finish", { pending: ["create"] }, true],
] as const) {
  test(`a state that is ${title} ${unfinished ? "has work left" : "has no work left"}`, () => {
    const difference = diff(state(inputs(), fields as Partial<InstanceState>), inputs());
    assert.equal(difference.unfinished, unfinished);
    assert.deepEqual(difference.rows, []);
  });
}

test("with a fixed address the old instance goes before the new one comes", () => {
  const network = { subnetId: "s1", ipAddress: "10.0.0.5" };
  assert.equal(diff(state(), inputs({ network, ...consent })).deleteBeforeReplace, true);
  assert.equal(diff(state(), inputs({ network: { subnetId: "s1" }, ...consent })).deleteBeforeReplace, false);
});
