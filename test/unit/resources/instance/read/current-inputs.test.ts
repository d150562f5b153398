import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { currentInputs } from "../../../../../provider/resources/instance/read/current-inputs.ts";
import { cloudless } from "../cloudless.ts";
import { startHarness } from "../harness.ts";
import { ID, inputs, instance, OTHER_ID, state } from "../samples.ts";

type Live = Parameters<typeof instance>[0];

const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
const KEPT: InstanceInputs = {
  volume: { size: 5, type: "ssd" },
  databases: { app: {} },
  users: { "app@%": { password: "secret-1", databases: ["app"] } },
  network: { networkId: "n1" },
  availabilityZone: "a",
  locality: "affinity",
  allow: { replace: true },
  restorePoint: { backupId: ID },
  finalBackup: {},
  adoptId: ID,
};

/** What is declared, what Trove reports, and what is then live; nothing of it needs a look at the cloud. */
const cases: Readonly<Record<string, readonly [declared: InstanceInputs, reported: Live, live: InstanceInputs]>> = {
  "what was not declared never shows": [
    {},
    { name: "other", flavorId: "9", volumeSize: 9, replicaOf: ID, configurationId: ID, locality: "affinity" },
    {},
  ],
  "what Trove never reports stays as it was declared": [KEPT, { locality: "anti-affinity" }, KEPT],
  "another name shows": [{ name: "db" }, { name: "renamed" }, { name: "renamed" }],
  "the same flavor by its id stays": [{ flavor: "2" }, {}, { flavor: "2" }],
  "a volume that was grown outside stays as declared": [
    { volume: { size: 5, type: "ssd" } },
    { volumeSize: 9 },
    { volume: { size: 5, type: "ssd" } },
  ],
  "a volume that has not grown yet shows": [{ volume: { size: 5 } }, { volumeSize: 4 }, { volume: { size: 4 } }],
  "a volume of which nothing is known stays": [
    { volume: { size: 5 } },
    { volumeSize: undefined },
    { volume: { size: 5 } },
  ],
  "the same version stays": [{ datastore: { version: "8.0" } }, {}, { datastore: { version: "8.0" } }],
  "a type without a version stays": [{ datastore: { type: "mysql" } }, {}, { datastore: { type: "mysql" } }],
  "another access shows": [
    { access },
    { access: { isPublic: true, allowedCidrs: [] } },
    { access: { isPublic: true, allowedCidrs: [] } },
  ],
  "half an access that was never set stays": [
    { access },
    { access: { isPublic: true, allowedCidrs: undefined } },
    { access: { ...access, isPublic: true } },
  ],
  "the same source stays": [{ replicaOf: ID }, { replicaOf: ID }, { replicaOf: ID }],
  "another source is no drift": [{ replicaOf: ID }, { replicaOf: OTHER_ID }, { replicaOf: ID }],
  "a source that it left is none": [{ replicaOf: ID }, {}, {}],
  "the same group stays": [{ configuration: ID }, { configurationId: ID }, { configuration: ID }],
  "another group shows": [{ configuration: ID }, { configurationId: OTHER_ID }, { configuration: OTHER_ID }],
  "a group that was detached": [{ configuration: ID }, {}, {}],
};

for (const [title, [declared, reported, live]] of Object.entries(cases)) {
  test(`current inputs: ${title}`, async () => {
    assert.deepEqual(await currentInputs(declared, state(declared), instance(reported), cloudless()), live);
  });
}

test("keeps a flavor that is no longer offered only for its instance", async (t) => {
  const { context } = await startHarness(t);
  const declared = inputs({ flavor: "m1.gone" });
  assert.deepEqual(await currentInputs(declared, state(declared), instance(), context), declared);
  const resized = instance({ flavorId: "3" });
  assert.equal((await currentInputs(declared, state(declared), resized, context)).flavor, "3");
  await assert.rejects(currentInputs(declared, undefined, instance(), context), { code: "TROVE_UNKNOWN_FLAVOR" });
});

/** The same for an instance that was not the program's before: nothing of it is taken for declared. */
const foreign: Readonly<Record<string, readonly [declared: InstanceInputs, reported: Live, live: InstanceInputs]>> = {
  "a larger volume shows": [{ volume: { size: 5 } }, { volumeSize: 9 }, { volume: { size: 9 } }],
  "a smaller volume shows": [{ volume: { size: 5 } }, { volumeSize: 4 }, { volume: { size: 4 } }],
  "an access that was never set is none": [{ access }, {}, {}],
  "half an access is none": [{ access }, { access: { isPublic: false, allowedCidrs: undefined } }, {}],
  "the same access stays": [{ access }, { access }, { access }],
};

for (const [title, [declared, reported, live]] of Object.entries(foreign)) {
  test(`current inputs of an adopted instance: ${title}`, async () => {
    assert.deepEqual(await currentInputs(declared, undefined, instance(reported), cloudless()), live);
  });
}

test("keeps a flavor's name and a version's id while the instance has them", async (t) => {
  const { context } = await startHarness(t);
  const mysql = (await context.trove.datastores.list()).find(({ name }) => name === "mysql");
  const version = mysql?.versions.find(({ name }) => name === "8.0.29")?.id ?? "";
  const declared = inputs({ flavor: "m1.small", datastore: { type: "mysql", version } });
  const live = (fields: Live) => currentInputs(declared, undefined, instance(fields), context);
  const same = { flavorId: "2", datastore: { type: "mysql", version: "8.0.29" } };
  assert.deepEqual(await live(same), declared);
  assert.deepEqual(await live({ flavorId: "3", datastore: { type: "mysql", version: "5.7.29" } }), {
    ...declared,
    flavor: "3",
    datastore: { type: "mysql", version: "5.7.29" },
  });
});

test("looks up a flavor name again after it was given to another flavor", async (t) => {
  const { context } = await startHarness(t);
  const declared = inputs({ flavor: "m1.medium" });
  const live = await currentInputs(declared, state(declared), instance({ flavorId: "3" }), context);
  assert.equal(live.flavor, "m1.medium");
});
