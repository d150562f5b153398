import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { lostAnswers } from "../create/lost-answers.ts";
import { type Harness, startHarness, takeBackup, until } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const BACKUP = { backup: 18 };

async function withFinalBackup(harness: Harness, finalBackup: InstanceInputs["finalBackup"] = {}) {
  return create(inputs({ volume: { size: 1 }, finalBackup }), harness.context);
}

async function backupsOf({ context }: Harness, instanceId: string): Promise<[name: string, status: string][]> {
  const backups = await Array.fromAsync(context.trove.backups.list({ instanceId }));
  return backups.map(({ name, status }) => [name, status]);
}

const asked = ({ cloud }: Harness, method: string, path: RegExp) =>
  cloud.requests.filter((request) => request.method === method && path.test(request.path)).length;

for (const [title, finalBackup, name] of [
  ["the given name", { name: "last" }, "last"],
  ["the name of the instance", {}, "db-final"],
] as const) {
  test(`completes a final backup with ${title} before it deletes the instance`, async (t) => {
    const harness = await startHarness(t, BACKUP);
    const { id, state } = await withFinalBackup(harness, finalBackup);
    const removing = deleteInstance(id, state, harness.context);
    await until(
      "the delete",
      async () => asked(harness, "DELETE", /instances/),
      (count) => count > 0,
    );
    assert.deepEqual(await backupsOf(harness, id), [[name, "COMPLETED"]]);
    await removing;
    assert.equal(harness.cloud.instance(id), undefined);
    assert.ok(
      harness.lines.some((line) => line.startsWith(`The final backup of instance ${id} is `) && line.includes(name)),
    );
  });
}

test("takes no backup without the argument", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), harness.context);
  await deleteInstance(id, state, harness.context);
  assert.equal(asked(harness, "POST", /backups/), 0);
});

test("keeps the instance if its backup fails, and says what to do", async (t) => {
  const harness = await startHarness(t, BACKUP);
  const { id, state } = await withFinalBackup(harness, { name: "BACKUP_ERROR" });
  await assert.rejects(deleteInstance(id, state, harness.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /was not deleted, .*backup [0-9a-f-]{36} is FAILED\. .*remove finalBackup .* run `pulumi up`/,
  });
  assert.equal(harness.cloud.instance(id)?.status, "ACTIVE");
  assert.equal(asked(harness, "DELETE", /instances/), 0);
});

test("keeps the instance if Trove refuses the backup, with Trove's reason", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  const body = { overLimit: { code: 413, message: "Quota exceeded for resources: ['backups']." } };
  harness.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "status", status: 413, body } });
  await assert.rejects(deleteInstance(id, state, harness.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /Quota exceeded for resources: \['backups'\]/,
  });
  assert.equal(harness.cloud.instance(id)?.status, "ACTIVE");
});

test("keeps an instance in ERROR without waiting for it to recover", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FINAL_BACKUP" });
  assert.equal(harness.cloud.instance(id)?.status, "ERROR");
  assert.equal(asked(harness, "POST", /backups/), 1);
});

test("takes the backup of a busy instance once it is idle", async (t) => {
  const harness = await startHarness(t, BACKUP);
  const { id, state } = await withFinalBackup(harness);
  await harness.context.trove.backups.create({ name: "nightly", instanceId: id });
  await deleteInstance(id, state, harness.context);
  assert.deepEqual((await backupsOf(harness, id)).sort(), [
    ["db-final", "COMPLETED"],
    ["nightly", "COMPLETED"],
  ]);
});

test("waits for the final backup that an earlier operation started", async (t) => {
  const harness = await startHarness(t, { backup: 36 });
  const { id, state } = await withFinalBackup(harness);
  await harness.context.trove.backups.create({ name: "db-final", instanceId: id });
  await deleteInstance(id, state, harness.context);
  assert.deepEqual(await backupsOf(harness, id), [["db-final", "COMPLETED"]]);
  assert.equal(harness.cloud.instance(id), undefined);
});

test("takes a final backup although an older one has its name", async (t) => {
  const harness = await startHarness(t, BACKUP);
  const { id, state } = await withFinalBackup(harness);
  await takeBackup(harness, id, "db-final");
  await deleteInstance(id, state, harness.context);
  assert.equal((await backupsOf(harness, id)).length, 2);
});

test("takes no backup of an instance that was never in service", async (t) => {
  const harness = await startHarness(t, { boot: 60 });
  const { id } = await harness.context.trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
  await deleteInstance(id, state(inputs({ finalBackup: {} }), { wasActive: false, status: "BUILD" }), harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.equal(asked(harness, "POST", /backups/), 0);
});

test("backs up an instance that became ACTIVE after its create was interrupted", async (t) => {
  const harness = await startHarness(t, BACKUP);
  const { id, state } = await withFinalBackup(harness);
  await deleteInstance(id, { ...state, wasActive: false, status: "BUILD" }, harness.context);
  assert.deepEqual(await backupsOf(harness, id), [["db-final", "COMPLETED"]]);
  assert.equal(harness.cloud.instance(id), undefined);
});

for (const built of [true, false]) {
  test(`backs up an instance that is ACTIVE again after SHUTDOWN (was active: ${built})`, async (t) => {
    const harness = await startHarness(t, BACKUP);
    const { id, state } = await withFinalBackup(harness);
    const become = (status: string) =>
      harness.cloud.change(id, (record) => {
        record.status = status;
      });
    become("SHUTDOWN");
    const removing = deleteInstance(id, { ...state, wasActive: built }, harness.context);
    await until(
      "the wait",
      async () => harness.lines,
      (lines) => lines.some((line) => line.startsWith("SHUTDOWN")),
    );
    become("ACTIVE");
    await removing;
    assert.deepEqual(await backupsOf(harness, id), [["db-final", "COMPLETED"]]);
    assert.equal(harness.cloud.instance(id), undefined);
  });
}

for (const [title, effect] of lostAnswers) {
  test(`finds a final backup whose answer ${title}, and takes no second one`, async (t) => {
    const harness = await startHarness(t, BACKUP);
    const { id, state } = await withFinalBackup(harness);
    harness.cloud.faults.add({ method: "POST", path: "/backups$", effect });
    await deleteInstance(id, state, harness.context);
    assert.deepEqual(await backupsOf(harness, id), [["db-final", "COMPLETED"]]);
    assert.equal(asked(harness, "POST", /backups/), 1);
  });
}

test("reports that a final backup failed although its answer was lost", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness, { name: "BACKUP_ERROR" });
  harness.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "reset", when: "after" } });
  await assert.rejects(deleteInstance(id, state, harness.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /is FAILED/,
  });
  assert.equal(asked(harness, "POST", /backups/), 1);
});

test("finds a final backup that Trove creates long after the answer was lost", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "reset", when: "before" } });
  const removing = deleteInstance(id, state, harness.context);
  await until(
    "the look for it",
    async () => asked(harness, "GET", /backups/),
    (count) => count > 1,
  );
  // The test sends the request that the lost connection held back.
  await harness.context.trove.backups.create({ name: "db-final", instanceId: id });
  await removing;
  assert.deepEqual(await backupsOf(harness, id), [["db-final", "COMPLETED"]]);
  assert.equal(asked(harness, "POST", /backups/), 2);
});

test("repeats a final backup that never reached Trove, despite an older one", async (t) => {
  const harness = await startHarness(t, BACKUP);
  const { id, state } = await withFinalBackup(harness);
  await takeBackup(harness, id, "db-final");
  harness.cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "reset", when: "before" } });
  await deleteInstance(id, state, harness.context);
  assert.equal((await backupsOf(harness, id)).length, 2);
  assert.equal(asked(harness, "POST", /backups/), 3);
});

test("repeats the final backup while Trove fails, and at the deadline says why", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  const body = { instanceFault: { code: 500, message: "The message bus is down." } };
  harness.cloud.faults.add({
    method: "POST",
    path: "/backups$",
    times: 0,
    effect: { type: "status", status: 500, body },
  });
  const deadline = deadlineIn(harness.context.clock, 2 * 60_000);
  await assert.rejects(deleteInstance(id, state, { ...harness.context, deadline }), {
    code: "TROVE_FINAL_BACKUP",
    message: /The message bus is down/,
  });
  assert.ok(asked(harness, "POST", /backups/) > 1);
  assert.equal(harness.cloud.instance(id)?.status, "ACTIVE");
});

test("takes no backup of an instance that is being deleted or gone", async (t) => {
  const harness = await startHarness(t, { delete: 30 });
  const { id, state } = await withFinalBackup(harness);
  await harness.context.trove.instances.delete(id);
  await deleteInstance(id, state, harness.context);
  await deleteInstance(id, state, harness.context);
  assert.equal(asked(harness, "POST", /backups/), 0);
});

test("takes no backup of an instance that another resource adopted", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  harness.context.knownIds.claimBy("another token", id);
  await deleteInstance(id, state, harness.context);
  assert.equal(asked(harness, "POST", /backups/), 0);
  assert.equal(harness.cloud.instance(id)?.status, "ACTIVE");
});

test("keeps an instance whose database has stopped, without a backup", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, harness.context), {
    code: "TROVE_FINAL_BACKUP",
    message: /its status is SHUTDOWN, and Trove cannot back up a database that has stopped\. .*remove finalBackup/,
  });
  assert.equal(asked(harness, "DELETE", /instances/), 0);
});

test("keeps a stopped instance whose backup is of an earlier operation", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  await takeBackup(harness, id, "db-final");
  harness.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FINAL_BACKUP", message: /SHUTDOWN/ });
  assert.equal(harness.cloud.instance(id)?.status, "SHUTDOWN");
  assert.equal(asked(harness, "DELETE", /instances/), 0);
});

test("keeps a stopped instance despite a backup that failed or has another name", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness, { name: "BACKUP_ERROR" });
  await takeBackup(harness, id, "nightly");
  await takeBackup(harness, id, "BACKUP_ERROR", "FAILED");
  harness.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FINAL_BACKUP", message: /SHUTDOWN/ });
  assert.equal(asked(harness, "DELETE", /instances/), 0);
});

test("keeps a stopped instance despite a backup of two days ago", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  const backup = await takeBackup(harness, id, "db-final");
  backup.updated = new Date(Date.now() - 48 * 3_600_000);
  harness.cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FINAL_BACKUP", message: /SHUTDOWN/ });
  assert.equal(asked(harness, "DELETE", /instances/), 0);
});

for (const service of ["unknown", "new"] as const) {
  test(`takes no backup after a reset in BUILD if the guest agent is ${service}`, async (t) => {
    const harness = await startHarness(t);
    const { id } = await harness.context.trove.instances.create({ name: "db", flavorId: "2", volume: { size: 1 } });
    harness.cloud.change(id, (record) => {
      record.status = "ACTIVE";
      record.service = service;
    });
    await deleteInstance(
      id,
      state(inputs({ finalBackup: {} }), { wasActive: false, status: "BUILD" }),
      harness.context,
    );
    assert.equal(harness.cloud.instance(id), undefined);
    assert.equal(asked(harness, "POST", /backups/), 0);
  });
}
