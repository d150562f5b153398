import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, failureOf, idsIn, onlyId, startWorld, until } from "./world.ts";

test("an instance that came up after its create had timed out needs consent to be replaced for an ERROR", async (t) => {
  const { cloud, createStack } = await startWorld(t);
  const stack = await createStack({ program: declares({}, { customTimeouts: { create: "2s" } }) });
  cloud.pause();
  await failureOf(stack.stack.up());
  const id = await onlyId(stack);
  cloud.resume();
  await until("the instance in service", () => cloud.instance(id)?.status === "ACTIVE");
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });

  const message = await failureOf(stack.stack.up());
  assert.match(message, /status: the instance is in ERROR, .*Have it repaired.*allow: \{ replace: true \}/s);
  await stack.stack.refresh();
  assert.match(await failureOf(stack.stack.up()), /TROVE_REFUSED/);
  assert.deepEqual([idsIn(cloud), asked(cloud, "DELETE")], [[id], []]);

  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  await stack.stack.up();
  assert.deepEqual([await onlyId(stack), idsIn(cloud)], [id, [id]]);
});

test("with consent an instance in ERROR is replaced, though it may hold data", async (t) => {
  const { cloud, createStack } = await startWorld(t);
  const stack = await createStack({ program: declares({}, { customTimeouts: { create: "2s" } }) });
  cloud.pause();
  await failureOf(stack.stack.up());
  const id = await onlyId(stack);
  cloud.resume();
  await until("the instance in service", () => cloud.instance(id)?.status === "ACTIVE");
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });

  stack.program = declares({ allow: { replace: true } });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(cloud), [now]);
});
