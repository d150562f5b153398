import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, failureOf, idsIn, onlyId, startWorld, upOf } from "./world.ts";

test("a final backup that fails keeps the instance, and the error names the way out", async (t) => {
  const world = await startWorld(t, { backup: 0.2 });
  const { stack, id } = await upOf(world, declares({ finalBackup: { name: "BACKUP_ERROR" } }));
  const message = await failureOf(stack.stack.destroy());
  assert.match(message, /was not deleted, since its final backup could not be taken: backup .* is FAILED/);
  assert.match(message, /remove finalBackup from the program and run `pulumi up` before it is deleted/);
  assert.deepEqual([idsIn(world.cloud), await onlyId(stack)], [[id], id]);
  assert.deepEqual(asked(world.cloud, "DELETE"), []);

  stack.program = declares();
  await stack.stack.up();
  await stack.stack.destroy();
  assert.deepEqual(idsIn(world.cloud), []);
});

test("an instance that never came up needs no final backup", async (t) => {
  const world = await startWorld(t);
  const stack = await world.createStack({ program: declares({ name: "dbBOOT_ERROR", finalBackup: {} }) });
  await failureOf(stack.stack.up());
  await stack.stack.destroy();
  assert.deepEqual(idsIn(world.cloud), []);
  assert.deepEqual(asked(world.cloud, "POST"), ["/instances"]);
});
