import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/backup/create/create.ts";
import { deleteBackup } from "../../../../../provider/resources/backup/delete.ts";
import { takeBackup } from "../../instance/harness.ts";
import { asked, interruptedCreate, startWithInstance } from "../fixture.ts";

const NAME = "dump-1234567";

test("refuses to take a backup while one has the default name, and names it", async (t) => {
  const harness = await startWithInstance(t);
  const { context, instanceId } = harness;
  const { id } = await takeBackup(harness, instanceId, NAME);
  await assert.rejects(create({ instance: instanceId, name: NAME }, context), {
    code: "TROVE_LEFTOVER",
    message: new RegExp(`^No backup was taken: "${NAME}".*${id} \\(COMPLETED, .*trove:resumeInterrupted true`),
  });
  assert.equal(asked(harness, "POST"), 1);
});

test("takes over the orphan, also one that is still running, if told to resume", async (t) => {
  const harness = await startWithInstance(t, { resumeInterrupted: true, backup: 60 });
  const { cloud, context, instanceId } = harness;
  const orphan = await context.trove.backups.create({ name: NAME, instanceId });
  const { id, state } = await create({ instance: instanceId, name: NAME }, context);
  assert.deepEqual([id, state.status, state.pending], [orphan.id, "COMPLETED", []]);
  assert.equal(cloud.backups("demo").length, 1);
  await deleteBackup(id, { ...state, adoptionToken: undefined }, context);
  assert.notEqual(cloud.backup(id), undefined, "the older state of the same backup must not delete it");
  await deleteBackup(id, state, { ...context, knownIds: new (context.knownIds.constructor as new () => never)() });
  assert.equal(cloud.backup(id), undefined);
});

test("takes over no orphan that failed without saying so", async (t) => {
  const harness = await startWithInstance(t, { resumeInterrupted: true, defaultName: "BACKUP_ERROR" });
  const { context, instanceId } = harness;
  const orphan = await takeBackup(harness, instanceId, "BACKUP_ERROR", "FAILED");
  const { id, code } = await interruptedCreate({ instance: instanceId, name: "BACKUP_ERROR" }, context);
  assert.deepEqual([id, code], [orphan.id, "TROVE_BACKUP_FAILED"]);
});

test("refuses to choose between two orphans", async (t) => {
  const harness = await startWithInstance(t, { resumeInterrupted: true });
  const { context, instanceId } = harness;
  const first = await takeBackup(harness, instanceId, NAME);
  const second = await takeBackup(harness, instanceId, NAME);
  await assert.rejects(create({ instance: instanceId, name: NAME }, context), (error: Error) => {
    for (const { id } of [first, second]) assert.ok(error.message.includes(id));
    assert.ok(!error.message.includes("resumeInterrupted"));
    return true;
  });
});

test("only warns of a namesake under a name that the program chose", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId, lines } = harness;
  const { id } = await takeBackup(harness, instanceId, "nightly");
  await create({ instance: instanceId, name: "nightly" }, context);
  assert.equal(cloud.backups("demo").length, 2);
  assert.ok(lines.some((line) => line.includes(`already a backup named "nightly" of the instance (${id})`)));
});

test("takes the backup that it replaces for no orphan, and records it", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const inputs = { instance: instanceId, name: NAME };
  const old = await create(inputs, context);
  const { id, state } = await create(inputs, { ...context, predecessors: [old.id, instanceId] });
  assert.notEqual(id, old.id);
  assert.deepEqual(state.predecessors, [old.id]);
  assert.equal(cloud.backups("demo").length, 2);
});
