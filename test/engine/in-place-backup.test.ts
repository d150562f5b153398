import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";

test("a final backup that fails keeps the instance, and the error names the way out", async (t) => {
  const harness = await startHarness(t, { backup: 0.2 });
  const { stack, id } = await upOf(harness, declares({ finalBackup: { name: "BACKUP_ERROR" } }));
  const message = await failureOf(stack.stack.destroy());
  assert.match(message, /was not deleted, because its final backup failed: backup .* is FAILED/);
  assert.match(message, /remove finalBackup from the program and run `pulumi up` before you delete it/);
  assert.deepEqual([idsIn(harness.cloud), await onlyId(stack)], [[id], id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);

  stack.program = declares();
  await stack.stack.up();
  await stack.stack.destroy();
  assert.deepEqual(idsIn(harness.cloud), []);
});

test("an instance that never came up needs no final backup", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({ program: declares({ name: "dbBOOT_ERROR", finalBackup: {} }) });
  await failureOf(stack.stack.up());
  await stack.stack.destroy();
  assert.deepEqual(idsIn(harness.cloud), []);
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
});

test("refuses a replacement together with a new finalBackup; one after the other works", async (t) => {
  const harness = await startHarness(t, { backup: 0.2 });
  const start = { availabilityZone: "nova", allow: { replace: true } };
  const { stack, id } = await upOf(harness, declares(start));
  const both = { ...start, availabilityZone: "other", finalBackup: {} };
  stack.program = declares(both);
  for (const operation of [() => stack.stack.preview(), () => stack.stack.up()]) {
    const message = await failureOf(operation());
    assert.match(message, /finalBackup: .*without a backup\. Run `pulumi up` with finalBackup but without the change/);
  }
  assert.deepEqual(idsIn(harness.cloud), [id]);

  stack.program = declares({ ...start, finalBackup: {} });
  await stack.stack.up();
  stack.program = declares(both);
  await stack.stack.up();
  assert.deepEqual(idsIn(harness.cloud), [await onlyId(stack)]);
  // The new instance comes first, then the backup of the old one.
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances", "/instances", "/backups"]);
});
