import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { finalBackupName } from "../../../../../provider/resources/instance/delete/final-backup.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { type Harness, startHarness, until } from "../harness.ts";
import { inputs } from "../samples.ts";

// A backup lacks what was written later, so each DELETE needs another backup.

const BUSY = { unprocessableEntity: { code: 422, message: "Instance db is not ready. (Status is BUILD)." } };
const FORBIDDEN = { forbidden: { code: 403, message: "Detach replicas before deleting replica source." } };

async function withFinalBackup(harness: Harness, name = "db") {
  return create(inputs({ name, volume: { size: 1 }, finalBackup: {} }), harness.context);
}

/** The methods of the requests that create a backup or delete an instance, in their order. */
function guarded({ cloud }: Harness): string[] {
  return cloud.requests
    .filter(({ method, path }) => method === "DELETE" || (method === "POST" && path.endsWith("/backups")))
    .map(({ method }) => method);
}

function become({ cloud }: Harness, id: string, status: string): void {
  cloud.change(id, (record) => {
    record.status = status;
  });
}

test("takes another final backup once Trove has refused the DELETE for a minute", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.faults.add({ method: "DELETE", times: 0, effect: { type: "status", status: 422, body: BUSY } });
  const removing = deleteInstance(id, state, harness.context);
  await until(
    "another backup",
    async () => guarded(harness).filter((method) => method === "POST").length,
    (count) => count > 1,
  );
  harness.cloud.faults.clear();
  await removing;
  assert.equal(harness.cloud.instance(id), undefined);
});

test("takes another final backup of an instance that Trove did not delete", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 202 } });
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.deepEqual(guarded(harness), ["POST", "DELETE", "POST", "DELETE"]);
});

test("takes another final backup of an instance that never got the DELETE", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  become(harness, id, "RESTART_REQUIRED");
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.deepEqual(guarded(harness), ["POST", "DELETE", "POST", "DELETE"]);
});

test("takes another final backup in the next operation after a delete that failed", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 403, body: FORBIDDEN } });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FORBIDDEN" });
  await deleteInstance(id, state, harness.context);
  assert.equal(harness.cloud.instance(id), undefined);
  assert.deepEqual(guarded(harness), ["POST", "DELETE", "POST", "DELETE"]);
});

test("keeps an instance that stopped after its DELETE was refused", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.faults.add({ method: "DELETE", effect: { type: "status", status: 403, body: FORBIDDEN } });
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FORBIDDEN" });
  become(harness, id, "SHUTDOWN");
  await assert.rejects(deleteInstance(id, state, harness.context), { code: "TROVE_FINAL_BACKUP" });
  assert.equal(harness.cloud.instance(id)?.status, "SHUTDOWN");
  assert.deepEqual(guarded(harness), ["POST", "DELETE"]);
});

test("keeps a stopped instance that was never ACTIVE by its state", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  become(harness, id, "SHUTDOWN");
  const interrupted = { ...state, wasActive: false, status: "BUILD", pending: ["create" as const] };
  await assert.rejects(deleteInstance(id, interrupted, harness.context), { code: "TROVE_FINAL_BACKUP" });
  assert.deepEqual(guarded(harness), []);
});

test("takes no final backup of an instance that is being deleted already", async (t) => {
  const harness = await startHarness(t, { delete: 120 });
  const { id, state } = await withFinalBackup(harness);
  await harness.context.trove.instances.delete(id);
  await until(
    "the delete",
    async () => harness.cloud.instance(id)?.status,
    (status) => status === "SHUTDOWN",
  );
  await deleteInstance(id, state, harness.context);
  assert.deepEqual(guarded(harness), ["DELETE"]);
});

test("succeeds if someone else deletes an instance too busy for its backup", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  harness.cloud.faults.add({
    method: "POST",
    path: "/backups$",
    times: 0,
    effect: { type: "status", status: 422, body: BUSY },
  });
  const removing = deleteInstance(id, state, harness.context);
  await until(
    "the backup",
    async () => guarded(harness).length,
    (count) => count > 1,
  );
  harness.cloud.remove(id);
  await removing;
});

test("stops waiting to create the backup if the instance goes to ERROR", async (t) => {
  const harness = await startHarness(t);
  const { id, state } = await withFinalBackup(harness);
  become(harness, id, "BACKUP");
  const deadline = deadlineIn(harness.context.clock, 3 * 60 * 60_000);
  const removing = deleteInstance(id, state, { ...harness.context, deadline });
  await until(
    "the wait",
    async () => harness.lines.some((line) => line.startsWith("BACKUP: backup")),
    (waits) => waits,
  );
  become(harness, id, "ERROR");
  await assert.rejects(removing, { code: "TROVE_FINAL_BACKUP" });
  assert.equal(harness.cloud.instance(id)?.status, "ERROR");
});

// Trove's usual database cannot store such names, but some can.
test("does not cut a character in two to shorten the name of a final backup", () => {
  assert.equal(finalBackupName({ name: `${"n".repeat(248)}😀😀` }), `${"n".repeat(248)}😀-final`);
});

for (const [title, name, expected] of [
  ["249 characters", "n".repeat(249), `${"n".repeat(249)}-final`],
  ["255 characters", "n".repeat(255), `${"n".repeat(249)}-final`],
] as const) {
  test(`shortens the default name of a final backup of ${title} to 255`, async (t) => {
    const harness = await startHarness(t, { backup: 0 });
    const { id, state } = await withFinalBackup(harness, "db");
    harness.cloud.change(id, (record) => {
      record.name = name;
    });
    await deleteInstance(id, state, harness.context);
    assert.equal(harness.cloud.instance(id), undefined);
    const [backup] = await Array.fromAsync(harness.context.trove.backups.list({ instanceId: id }));
    assert.deepEqual([backup?.name, backup?.status], [expected, "COMPLETED"]);
  });
}
