import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { at, type Harness, startHarness, takeBackup } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });
const MISSING = "00000000-0000-4000-8000-000000000009";
const CORRECT = "Correct the id, or use the credentials of its project and region";

function failuresOf({ context }: Harness, given: InstanceInputs, old?: InstanceInputs): Promise<string[]> {
  const checked = previewChecks(given, old, { ...context, preview: true });
  return checked.then((all) => all.map(({ path, reason }) => `${path}: ${reason}`));
}

const troveRequests = ({ cloud }: Harness) => cloud.requests.filter(({ service }) => service === "trove");

const missing: Readonly<Record<string, readonly [given: InstanceInputs, failure: string]>> = {
  "a source": [{ replicaOf: MISSING }, `replicaOf: this project has no instance ${MISSING}. ${CORRECT}`],
  "an adopted instance": [{ adoptId: MISSING }, `adoptId: this project has no instance ${MISSING}. ${CORRECT}`],
  "a backup": [
    small({ restorePoint: { backupId: MISSING } }),
    `restorePoint.backupId: this project has no backup ${MISSING}. ${CORRECT}`,
  ],
  "a configuration group": [
    small({ configuration: MISSING }),
    `configuration: this project has no configuration group ${MISSING}. ${CORRECT}`,
  ],
};

for (const [title, [given, failure]] of Object.entries(missing)) {
  test(`refuses ${title} that does not exist at preview, by its path`, async (t) => {
    assert.deepEqual(await failuresOf(await startHarness(t), given), [failure]);
  });
}

test("asks for each object once in a preview", async (t) => {
  const harness = await startHarness(t);
  for (let index = 0; index < 3; index += 1) await failuresOf(harness, { replicaOf: MISSING, name: `db-${index}` });
  assert.equal(troveRequests(harness).length, 1);
});

test("looks up neither unchanged references nor the backup of an existing instance", async (t) => {
  const harness = await startHarness(t);
  const had = { replicaOf: MISSING, configuration: MISSING, adoptId: MISSING };
  assert.deepEqual(await failuresOf(harness, had, had), []);
  const restored = { restorePoint: { backupId: MISSING } };
  assert.deepEqual(await failuresOf(harness, { ...had, ...restored }, had), []);
  assert.equal(troveRequests(harness).filter(({ path }) => path.includes(MISSING)).length, 0);
});

test("accepts a reference whose lookup is forbidden", async (t) => {
  const harness = await startHarness(t);
  const body = { forbidden: { code: 403, message: "Policy doesn't allow backup:show to be performed." } };
  harness.cloud.faults.add({ path: "/backups/", times: 0, effect: { type: "status", status: 403, body } });
  assert.deepEqual(await failuresOf(harness, small({ restorePoint: { backupId: MISSING } })), []);
  // An instance whose group belongs to another project answers so (`trove/configuration/models.py`).
  const other = { itemNotFound: { code: 404, message: `Configuration group with ID ${OTHER_ID} could not be found.` } };
  harness.cloud.faults.add({ path: "/instances/", times: 0, effect: { type: "status", status: 404, body: other } });
  assert.deepEqual(await failuresOf(harness, { adoptId: MISSING }), []);
});

test("refuses a reference only on a 404 about the object itself", async (t) => {
  const harness = await startHarness(t);
  const body = { itemNotFound: { code: 404, message: `Configuration group with ID ${OTHER_ID} could not be found.` } };
  harness.cloud.faults.add({ path: "/configurations/", times: 0, effect: { type: "status", status: 404, body } });
  assert.deepEqual(await failuresOf(harness, small({ configuration: MISSING })), []);
});

test("warns once of a replica of a replica at preview, and names the source", async (t) => {
  const harness = await startHarness(t, { backup: 6 });
  const source = await create(small(), harness.context);
  const replica = await create({ name: "replica", replicaOf: source.id }, harness.context);
  const fresh = await startHarness(t);
  const context = at(fresh.context, harness.context);
  for (const name of ["one", "two"]) {
    assert.deepEqual(await failuresOf({ ...harness, context }, { name, replicaOf: replica.id }), []);
  }
  assert.deepEqual(fresh.lines, [
    `replicaOf: instance ${replica.id} is itself a replica, and Trove cannot replicate a replica. Use its source, ` +
      `${source.id}, unless ${replica.id} is detached first.`,
  ]);
});

test("creates a replica of an instance that the same up detached from its source", async (t) => {
  const harness = await startHarness(t, { backup: 6 });
  const source = await create(small(), harness.context);
  const replica = await create({ name: "replica", replicaOf: source.id }, harness.context);
  const { context } = await startHarness(t);
  const run = { ...harness, context: at(context, harness.context) };
  const wanted = { name: "second", replicaOf: replica.id };
  assert.deepEqual(await failuresOf(run, wanted), []);
  await update(replica.id, replica.state, { name: "replica" }, run.context);
  const { id } = await create(wanted, run.context);
  assert.equal(harness.cloud.instance(id)?.replicaOf, replica.id);
});

test("refuses a backup of another datastore than the declared one", async (t) => {
  const harness = await startHarness(t, { backup: 6 });
  const { id } = await create(small({ datastore: { type: "mariadb" } }), harness.context);
  const backup = await takeBackup(harness, id, "b1");
  const restorePoint = { backupId: backup.id };
  const wanted = small({ restorePoint, datastore: { type: "mysql" } });
  const [only] = await failuresOf(harness, wanted);
  assert.equal(
    only,
    `restorePoint.backupId: backup ${backup.id} was taken from mariadb, but the new instance would run mysql. ` +
      'Declare datastore: { type: "mariadb" }',
  );
  assert.deepEqual(await failuresOf(harness, small({ restorePoint, datastore: { type: "mariadb" } })), []);
});

test("refuses a backup that has FAILED", async (t) => {
  const harness = await startHarness(t, { backup: 6 });
  const { id } = await create(small(), harness.context);
  const backup = await takeBackup(harness, id, "BACKUP_ERROR", "FAILED");
  const [only] = await failuresOf(harness, small({ restorePoint: { backupId: backup.id } }));
  assert.match(only ?? "", /^restorePoint\.backupId: backup .* cannot be restored: its status is FAILED/);
});

/** A group for MariaDB, and one for an older MySQL. */
async function groups({ context }: Harness) {
  const { configurations } = context.trove;
  const group = (type: string, version?: string) =>
    configurations.create({ name: "g", datastore: { type, version }, values: { max_connections: 100 } });
  return {
    mariadb: (await group("mariadb")).id,
    older: (await group("mysql", "5.7.29")).id,
    fits: (await group("mysql")).id,
  };
}

test("refuses a group of another datastore or version for a new instance", async (t) => {
  const harness = await startHarness(t);
  const { mariadb, older, fits } = await groups(harness);
  const mysql = small({ datastore: { type: "mysql" } });
  assert.deepEqual(await failuresOf(harness, { ...mysql, configuration: mariadb }), [
    `configuration: group ${mariadb} is for mariadb 10.4.18, but the instance runs mysql 8.0.29`,
  ]);
  assert.deepEqual(await failuresOf(harness, { ...mysql, configuration: older }), [
    `configuration: group ${older} is for mysql 5.7.29, but the instance runs mysql 8.0.29`,
  ]);
  assert.deepEqual(await failuresOf(harness, { ...mysql, configuration: fits }), []);
  const upgraded = { ...mysql, datastore: { type: "mysql", version: "5.7.29" }, configuration: older };
  assert.deepEqual(await failuresOf(harness, upgraded), []);
});

test("creates nothing with a missing or unfit group, without a preview", async (t) => {
  const harness = await startHarness(t);
  const { mariadb } = await groups(harness);
  for (const configuration of [MISSING, mariadb]) {
    const wanted = small({ datastore: { type: "mysql" }, configuration });
    await assert.rejects(create(wanted, harness.context), { code: "TROVE_REFUSED", message: /configuration: / });
  }
  assert.deepEqual(harness.cloud.instances(), []);
  assert.equal(
    troveRequests(harness).filter(({ method, path }) => method === "POST" && path.endsWith("/instances")).length,
    0,
  );
});

test("refuses a missing or unfit group before it detaches the old one", async (t) => {
  const harness = await startHarness(t);
  const { mariadb, fits } = await groups(harness);
  const had = small({ configuration: fits, allow: { restart: true } });
  const { id, state } = await create(had, harness.context);
  for (const configuration of [MISSING, mariadb]) {
    const wanted = { ...had, configuration };
    const context = { ...harness.context, preview: true };
    const { refused } = await prepareDiff(id, state, wanted, context);
    assert.deepEqual(
      refused.map(({ path, kind }) => `${path} ${kind}`),
      ["configuration refuse"],
    );
    await assert.rejects(update(id, state, wanted, harness.context), { code: "TROVE_REFUSED" });
    assert.equal(harness.cloud.instance(id)?.configurationId, fits);
  }
});

test("asks the cloud nothing in a diff outside a preview", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(small(), harness.context);
  const before = harness.cloud.requests.length;
  const { refused } = await prepareDiff(id, state, small({ configuration: MISSING }), harness.context);
  assert.deepEqual(refused, []);
  assert.equal(harness.cloud.requests.length, before);
});
