import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, until } from "./harness.ts";

test("an instance whose build fails is in the state, and the next up replaces it", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ name: "dbBOOT_ERROR" }) });

  const message = await failureOf(stack.stack.up());
  const [failed] = cloud.instances();
  assert.ok(failed?.fault, message);
  assert.ok(
    message.includes(`Instance "dbBOOT_ERROR" (${failed.id}) is in ERROR. Trove says: ${failed.fault.message}`),
  );
  const [state] = await stack.resources();
  assert.deepEqual([state?.id, state?.outputs.__state.built, state?.outputs.status], [failed.id, false, "ERROR"]);
  assert.equal(state?.initErrors?.length, 1);

  stack.program = declares({ name: "db-good" });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, failed.id);
  assert.deepEqual(idsIn(cloud), [now]);
  assert.deepEqual(asked(cloud, "DELETE"), [`/instances/${failed.id}`]);
  await stack.stack.preview({ expectNoChanges: true });
});

test("an instance that exceeds the timeout is in the state, and the next up continues", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({}, { customTimeouts: { create: "2s" } }) });
  cloud.pause();

  const message = await failureOf(stack.stack.up());
  const id = await onlyId(stack);
  assert.match(message, new RegExp(`instance "[^"]+" \\(${id}\\) to become ACTIVE`));
  assert.match(message, /TROVE_WAIT_TIMEOUT/);
  assert.equal((await stack.resources())[0]?.outputs.__state.built, false);

  cloud.resume();
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.equal((await stack.resources())[0]?.outputs.status, "ACTIVE");
  assert.deepEqual([asked(cloud, "POST"), asked(cloud, "DELETE")], [["/instances"], []]);
  await stack.stack.preview({ expectNoChanges: true });
});

test("an instance that became ACTIVE unseen keeps its data: consent and final backup", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const finalBackup = { name: "last" };
  const stack = await createStack({ program: declares({ finalBackup }, { customTimeouts: { create: "2s" } }) });
  cloud.pause();
  await failureOf(stack.stack.up());
  const id = await onlyId(stack);
  assert.equal((await stack.resources())[0]?.outputs.__state.built, false);
  cloud.resume();
  await until("the instance in service", () => cloud.instance(id)?.status === "ACTIVE");

  stack.program = declares({ finalBackup, availabilityZone: "elsewhere" });
  const message = await failureOf(stack.stack.up());
  assert.match(message, /availabilityZone: .*the instance holds data\. .*allow: \{ replace: true \}/);
  assert.deepEqual([idsIn(cloud), asked(cloud, "DELETE")], [[id], []]);

  await stack.stack.destroy();
  assert.deepEqual([idsIn(cloud), asked(cloud, "POST").slice(1)], [[], ["/backups"]]);
});

test("up continues after a refresh, and never replaces an instance that was ACTIVE", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({}, { customTimeouts: { create: "2s" } }) });
  cloud.pause();
  await failureOf(stack.stack.up());
  const id = await onlyId(stack);
  cloud.resume();
  await stack.stack.refresh();

  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  const message = await failureOf(stack.stack.up());
  assert.match(message, /It was in service and may hold data, so it is never replaced for this/);
  assert.deepEqual(idsIn(cloud), [id]);

  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual([asked(cloud, "POST"), asked(cloud, "DELETE")], [["/instances"], []]);
});

test("a refresh shows an instance in ERROR, which is not replaced even with consent", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ allow: { replace: true } }) });
  await stack.stack.up();
  const id = await onlyId(stack);
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });

  await stack.stack.refresh();
  assert.equal((await stack.resources())[0]?.outputs.status, "ERROR");
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([asked(cloud, "POST"), asked(cloud, "DELETE")], [["/instances"], []]);
});
