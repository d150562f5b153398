import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { until } from "../../../../support/cloud-api.ts";
import { lostAnswers } from "../create/lost-answers.ts";
import { fastClock, type Stage, startStage, takeBackup } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const BACKUP = { backup: 0.3 };

async function withFinalBackup(stage: Stage, finalBackup: InstanceInputs["finalBackup"] = {}) {
  return create(inputs({ volume: { size: 1 }, finalBackup }), stage.context);
}

async function backupsOf({ context }: Stage, instanceId: string): Promise<[name: string, status: string][]> {
  const backups = await Array.fromAsync(context.trove.backups.list({ instanceId }));
  return backups.map(({ name, status }) => [name, status]);
}

const asked = ({ cloud }: Stage, method: string, path: RegExp) =>
  cloud.requests.filter((request) => request.method === method && path.test(request.path)).length;

for (const [title, finalBackup, name] of [
  ["the given name", { name: "last" }, "last"],
  ["the name of the instance", {}, "db-final"],
] as const) {
  test(`completes a final backup with ${title} before it deletes the instance`, async (t) => {
    const stage = await startStage(t, BACKUP);
    const { id, state } = await withFinalBackup(stage, finalBackup);
    const removing = deleteInstance(id, state, stage.context);
    await until(
      "the delete",
      async () => asked(stage, "DELETE", /instances/),
      (count) => count > 0,
    );
    assert.deepEqual(await backupsOf(stage, id), [[name, "COMPLETED"]]);
    await removing;
    assert.equal(stage.cloud.instance(id), undefined);
    assert.ok(
      stage.lines.some((line) => line.startsWith(`The final backup of instance ${id} is `) && line.includes(name)),
    );
  });
}

test("takes no backup without the argument", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), stage.context);
  await deleteInstance(id, state, stage.context);
  assert.equal(asked(stage, "POST", /backups/), 0);
});

test("keeps the instance if its backup fails, and says what to do", async (t) => {
  const stage = await startStage(t, BACKUP);
  const { id, state } = await withFinalBackup(stage, { name: "BACKUP_ERROR" });
  await assert.rejects(deleteInstance(id, state, stage.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /was not deleted, .*backup [0-9a-f-]{36} is FAILED\. .*remove finalBackup .* run `pulumi up`/,
  });
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
  assert.equal(asked(stage, "DELETE", /instances/), 0);
});

test("keeps the instance if Trove refuses the backup, with Trove's reason", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await withFinalBackup(stage);
  const body = { overLimit: { code: 413, message: "Quota exceeded for resources: ['backups']." } };
  stage.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "status", status: 413, body } });
  await assert.rejects(deleteInstance(id, state, stage.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /Quota exceeded for resources: \['backups'\]/,
  });
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
});

test("keeps an instance in ERROR without waiting for it to recover", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await withFinalBackup(stage);
  stage.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FINAL_BACKUP" });
  assert.equal(stage.cloud.instance(id)?.status, "ERROR");
  assert.equal(asked(stage, "POST", /backups/), 1);
});

test("takes the backup of a busy instance once it is idle", async (t) => {
  const stage = await startStage(t, BACKUP);
  const { id, state } = await withFinalBackup(stage);
  await stage.context.trove.backups.create({ name: "nightly", instanceId: id });
  await deleteInstance(id, state, stage.context);
  assert.deepEqual((await backupsOf(stage, id)).sort(), [
    ["db-final", "COMPLETED"],
    ["nightly", "COMPLETED"],
  ]);
});

test("waits for the final backup that an earlier operation started", async (t) => {
  const stage = await startStage(t, { backup: 0.6 });
  const { id, state } = await withFinalBackup(stage);
  await stage.context.trove.backups.create({ name: "db-final", instanceId: id });
  await deleteInstance(id, state, stage.context);
  assert.deepEqual(await backupsOf(stage, id), [["db-final", "COMPLETED"]]);
  assert.equal(stage.cloud.instance(id), undefined);
});

test("takes a final backup although an older one has its name", async (t) => {
  const stage = await startStage(t, BACKUP);
  const { id, state } = await withFinalBackup(stage);
  await takeBackup(stage, id, "db-final");
  await deleteInstance(id, state, stage.context);
  assert.equal((await backupsOf(stage, id)).length, 2);
});

test("takes no backup of an instance that was never in service", async (t) => {
  const stage = await startStage(t, { boot: 1 });
  const { id } = await stage.context.trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
  await deleteInstance(id, state(inputs({ finalBackup: {} }), { wasActive: false, status: "BUILD" }), stage.context);
  assert.equal(stage.cloud.instance(id), undefined);
  assert.equal(asked(stage, "POST", /backups/), 0);
});

test("backs up an instance that became ACTIVE after its create was interrupted", async (t) => {
  const stage = await startStage(t, BACKUP);
  const { id, state } = await withFinalBackup(stage);
  await deleteInstance(id, { ...state, wasActive: false, status: "BUILD" }, stage.context);
  assert.deepEqual(await backupsOf(stage, id), [["db-final", "COMPLETED"]]);
  assert.equal(stage.cloud.instance(id), undefined);
});

for (const built of [true, false]) {
  test(`backs up an instance that is ACTIVE again after SHUTDOWN (was active: ${built})`, async (t) => {
    const stage = await startStage(t, BACKUP);
    const { id, state } = await withFinalBackup(stage);
    const become = (status: string) =>
      stage.cloud.change(id, (record) => {
        record.status = status;
      });
    become("SHUTDOWN");
    const removing = deleteInstance(id, { ...state, wasActive: built }, stage.context);
    await until(
      "the wait",
      async () => stage.lines,
      (lines) => lines.some((line) => line.startsWith("SHUTDOWN")),
    );
    become("ACTIVE");
    await removing;
    assert.deepEqual(await backupsOf(stage, id), [["db-final", "COMPLETED"]]);
    assert.equal(stage.cloud.instance(id), undefined);
  });
}

for (const [title, effect] of lostAnswers) {
  test(`finds a final backup whose answer ${title}, and takes no second one`, async (t) => {
    const stage = await startStage(t, BACKUP);
    const { id, state } = await withFinalBackup(stage);
    stage.cloud.faults.add({ method: "POST", path: "/backups$", effect });
    await deleteInstance(id, state, stage.context);
    assert.deepEqual(await backupsOf(stage, id), [["db-final", "COMPLETED"]]);
    assert.equal(asked(stage, "POST", /backups/), 1);
  });
}

test("reports that a final backup failed although its answer was lost", async (t) => {
  const stage = await startStage(t, { backup: 0 });
  const { id, state } = await withFinalBackup(stage, { name: "BACKUP_ERROR" });
  stage.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "reset", when: "after" } });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FINAL_BACKUP", message: /is FAILED/ });
  assert.equal(asked(stage, "POST", /backups/), 1);
});

test("finds a final backup that Trove creates long after the answer was lost", async (t) => {
  const stage = await startStage(t, { backup: 0, clock: fastClock(10) });
  const { id, state } = await withFinalBackup(stage);
  stage.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "reset", when: "before" } });
  const removing = deleteInstance(id, state, stage.context);
  await until(
    "the look for it",
    async () => asked(stage, "GET", /backups/),
    (count) => count > 1,
  );
  // The test sends the request that the lost connection held back.
  await stage.context.trove.backups.create({ name: "db-final", instanceId: id });
  await removing;
  assert.deepEqual(await backupsOf(stage, id), [["db-final", "COMPLETED"]]);
  assert.equal(asked(stage, "POST", /backups/), 2);
});

test("repeats a final backup that never reached Trove, despite an older one", async (t) => {
  const stage = await startStage(t, BACKUP);
  const { id, state } = await withFinalBackup(stage);
  await takeBackup(stage, id, "db-final");
  stage.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "reset", when: "before" } });
  await deleteInstance(id, state, stage.context);
  assert.equal((await backupsOf(stage, id)).length, 2);
  assert.equal(asked(stage, "POST", /backups/), 3);
});

test("repeats the final backup while Trove fails, and at the deadline says why", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await withFinalBackup(stage);
  const body = { instanceFault: { code: 500, message: "The message bus is down." } };
  stage.cloud.faults.add({
    method: "POST",
    path: "/backups$",
    times: 0,
    effect: { type: "status", status: 500, body },
  });
  const deadline = deadlineIn(stage.context.clock, 2 * 60_000);
  await assert.rejects(deleteInstance(id, state, { ...stage.context, deadline }), {
    code: "TROVE_FINAL_BACKUP",
    message: /The message bus is down/,
  });
  assert.ok(asked(stage, "POST", /backups/) > 1);
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
});

test("takes no backup of an instance that is being deleted or gone", async (t) => {
  const stage = await startStage(t, { delete: 0.5 });
  const { id, state } = await withFinalBackup(stage);
  await stage.context.trove.instances.delete(id);
  await deleteInstance(id, state, stage.context);
  await deleteInstance(id, state, stage.context);
  assert.equal(asked(stage, "POST", /backups/), 0);
});

test("takes no backup of an instance that another resource adopted", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await withFinalBackup(stage);
  stage.context.knownIds.claimBy("another token", id);
  await deleteInstance(id, state, stage.context);
  assert.equal(asked(stage, "POST", /backups/), 0);
  assert.equal(stage.cloud.instance(id)?.status, "ACTIVE");
});

test("keeps an instance whose database has stopped, without a backup", async (t) => {
  const stage = await startStage(t);
  const { id, state } = await withFinalBackup(stage);
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, stage.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /its status is SHUTDOWN, and Trove cannot back up a database that has stopped\. .*remove finalBackup/,
  });
  assert.equal(asked(stage, "DELETE", /instances/), 0);
});

test("keeps a stopped instance whose backup is of an earlier operation", async (t) => {
  const stage = await startStage(t, { backup: 0 });
  const { id, state } = await withFinalBackup(stage);
  await takeBackup(stage, id, "db-final");
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FINAL_BACKUP", message: /SHUTDOWN/ });
  assert.equal(stage.cloud.instance(id)?.status, "SHUTDOWN");
  assert.equal(asked(stage, "DELETE", /instances/), 0);
});

test("keeps a stopped instance despite a backup that failed or has another name", async (t) => {
  const stage = await startStage(t, { backup: 0 });
  const { id, state } = await withFinalBackup(stage, { name: "BACKUP_ERROR" });
  await takeBackup(stage, id, "nightly");
  await takeBackup(stage, id, "BACKUP_ERROR", "FAILED");
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FINAL_BACKUP", message: /SHUTDOWN/ });
  assert.equal(asked(stage, "DELETE", /instances/), 0);
});

test("keeps a stopped instance despite a backup of two days ago", async (t) => {
  const stage = await startStage(t, { backup: 0 });
  const { id, state } = await withFinalBackup(stage);
  const backup = await takeBackup(stage, id, "db-final");
  backup.updated = new Date(Date.now() - 48 * 3_600_000);
  stage.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, stage.context), { code: "TROVE_FINAL_BACKUP", message: /SHUTDOWN/ });
  assert.equal(asked(stage, "DELETE", /instances/), 0);
});

for (const service of ["unknown", "new"] as const) {
  test(`takes no backup after a reset in BUILD if the guest agent is ${service}`, async (t) => {
    const stage = await startStage(t);
    const { id } = await stage.context.trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
    stage.cloud.change(id, (record) => {
      record.status = "ACTIVE";
      record.service = service;
    });
    await deleteInstance(id, state(inputs({ finalBackup: {} }), { wasActive: false, status: "BUILD" }), stage.context);
    assert.equal(stage.cloud.instance(id), undefined);
    assert.equal(asked(stage, "POST", /backups/), 0);
  });
}
