import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import type { TestStack } from "../support/engine.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, until } from "./harness.ts";

/** An instance whose create timed out, that came into service afterwards, and that is in ERROR now. */
async function breakUnseen(t: TestContext, args: TroveInstanceArgs = {}) {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares(args, { customTimeouts: { create: "2s" } }) });
  cloud.pause();
  await failureOf(stack.stack.up());
  const id = await onlyId(stack);
  cloud.resume();
  await until("the instance in service", () => cloud.instance(id)?.status === "ACTIVE");
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  return { cloud, stack, id };
}

test("an instance in ERROR that came up after a timeout is not replaced unasked", async (t) => {
  const { cloud, stack, id } = await breakUnseen(t);

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
  const { cloud, stack, id } = await breakUnseen(t);

  stack.program = declares({ allow: { replace: true } });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(cloud), [now]);
});

for (const [title, finish] of Object.entries({
  "a destroy": async (stack: TestStack) => {
    await stack.stack.destroy();
  },
  "a replacement with consent": async (stack: TestStack) => {
    stack.program = declares({ allow: { replace: true } });
    await stack.stack.up();
  },
})) {
  test(`without its finalBackup an instance in ERROR lets ${title} go on`, async (t) => {
    const { cloud, stack, id } = await breakUnseen(t, { finalBackup: {} });

    assert.match(await failureOf(stack.stack.destroy()), /remove finalBackup.*\[TROVE_FINAL_BACKUP\]/s);
    stack.program = declares();
    assert.match(await failureOf(stack.stack.up()), /\[TROVE_INSTANCE_FAILED\]/);
    assert.deepEqual([await onlyId(stack), idsIn(cloud)], [id, [id]]);
    // Now that the removal is recorded, it needs consent as any other.
    assert.match(await failureOf(stack.stack.up()), /status: .*\[TROVE_REFUSED\]/s);
    await finish(stack);
    assert.equal(cloud.instance(id), undefined);
  });
}
