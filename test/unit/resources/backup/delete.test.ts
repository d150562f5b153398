import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/backup/create/create.ts";
import { deleteBackup } from "../../../../provider/resources/backup/delete.ts";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { until } from "../instance/harness.ts";
import { addInstance, asked, interruptedCreate, startWithInstance } from "./fixture.ts";

test("deletes a backup and waits until it is gone; a repeat succeeds", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId } = harness;
  const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
  await deleteBackup(id, state, context);
  assert.equal(cloud.backup(id), undefined);
  await deleteBackup(id, state, context);
  assert.equal(asked(harness, "DELETE"), 1);
});

test("deletes a backup whose instance is gone", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
  cloud.remove(instanceId);
  await deleteBackup(id, state, context);
  assert.equal(cloud.backup(id), undefined);
});

for (const troveRelease of [18, 26] as const) {
  test(`waits until a running backup is over before it deletes it (Trove ${troveRelease})`, async (t) => {
    const harness = await startWithInstance(t, { backup: 300, troveRelease });
    const { cloud, context, instanceId } = harness;
    const short = { ...context, deadline: deadlineIn(context.clock, 60_000) };
    const { id, state } = await interruptedCreate({ instance: instanceId, name: "nightly" }, short);
    await deleteBackup(id, state, context);
    assert.equal(cloud.backup(id), undefined);
    assert.equal(asked(harness, "DELETE"), 1);
  });
}

test("refuses to delete a backup that others are based on, and names them", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId } = harness;
  const full = await create({ instance: instanceId, name: "full" }, context);
  const child = await create({ instance: instanceId, name: "child", incremental: true }, context);
  const grandchild = await create({ instance: instanceId, name: "grandchild", parent: child.id }, context);
  await assert.rejects(deleteBackup(full.id, full.state, context), (error: Error & { code?: string }) => {
    assert.equal(error.code, "TROVE_HAS_INCREMENTALS");
    for (const { id, state } of [child, grandchild]) assert.ok(error.message.includes(`"${state.name}" (${id})`));
    return true;
  });
  assert.equal(cloud.backups("demo").length, 3);
  assert.equal(asked(harness, "DELETE"), 0);
});

test("deletes a chain of backups whose deletes start in any order", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId } = harness;
  const full = await create({ instance: instanceId, name: "full" }, context);
  const child = await create({ instance: instanceId, name: "child", incremental: true }, context);
  const grandchild = await create({ instance: instanceId, name: "grandchild", incremental: true }, context);
  const removing = [deleteBackup(full.id, full.state, context), deleteBackup(child.id, child.state, context)];
  await context.clock.sleep(5000);
  removing.push(deleteBackup(grandchild.id, grandchild.state, context));
  await Promise.all(removing);
  assert.deepEqual(cloud.backups("demo"), []);
  assert.equal(asked(harness, "DELETE"), 3);
});

test("keeps a backup if the delete of one that is based on it fails", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const full = await create({ instance: instanceId, name: "full" }, context);
  const child = await create({ instance: instanceId, name: "child", incremental: true }, context);
  const forbidden = { forbidden: { code: 403, message: "No." } };
  cloud.faults.add({ method: "DELETE", path: child.id, effect: { type: "status", status: 403, body: forbidden } });
  const [ofChild, ofFull] = await Promise.allSettled([
    deleteBackup(child.id, child.state, context),
    deleteBackup(full.id, full.state, context),
  ]);
  const codeOf = (result: PromiseSettledResult<void>) =>
    result.status === "rejected" ? result.reason.code : undefined;
  assert.deepEqual([codeOf(ofChild), codeOf(ofFull)], ["TROVE_FORBIDDEN", "TROVE_HAS_INCREMENTALS"]);
  assert.equal(cloud.backups("demo").length, 2);
});

test("a backup of another instance is not in the way", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const other = await addInstance(context, "other");
  const full = await create({ instance: instanceId, name: "full" }, context);
  await create({ instance: other, name: "other", incremental: true }, context);
  await deleteBackup(full.id, full.state, context);
  assert.deepEqual(
    cloud.backups("demo").map(({ name }) => name),
    ["other"],
  );
});

for (const [title, effect, requests] of [
  ["is lost", { type: "reset", when: "after" }, 1],
  ["never arrives", { type: "status", status: 504 }, 2],
  ["is a 500", { type: "status", status: 500 }, 2],
] as const) {
  test(`deletes a backup although a DELETE ${title}`, async (t) => {
    const harness = await startWithInstance(t);
    const { cloud, context, instanceId } = harness;
    const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
    cloud.faults.add({ method: "DELETE", path: "/backups/", effect });
    await deleteBackup(id, state, context);
    assert.equal(cloud.backup(id), undefined);
    assert.equal(asked(harness, "DELETE"), requests);
  });
}

test("fails after three DELETEs that Trove answers with 500", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId } = harness;
  const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
  const body = { instanceFault: { code: 500, message: "The object store is down." } };
  cloud.faults.add({ method: "DELETE", path: "/backups/", times: 0, effect: { type: "status", status: 500, body } });
  await assert.rejects(deleteBackup(id, state, context), { code: "TROVE_SERVER", message: /object store is down/ });
  assert.equal(asked(harness, "DELETE"), 3);
});

test("keeps a backup that another resource took over", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId } = harness;
  const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
  context.knownIds.adopt(id, "another token");
  await deleteBackup(id, state, context);
  assert.notEqual(cloud.backup(id), undefined);
  assert.match(harness.lines.at(-1) ?? "", /is kept: another resource of this stack took it over/);
});

test("refuses also if someone else is still taking a backup based on this one", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t, { backup: 60 });
  const full = await create({ instance: instanceId, name: "full" }, context);
  const child = await context.trove.backups.create({ name: "child", instanceId, incremental: true });
  const removing = deleteBackup(full.id, full.state, context);
  await until(
    "the wait",
    async () => cloud.backup(child.id)?.state,
    (state) => state === "BUILDING",
  );
  await assert.rejects(removing, { code: "TROVE_HAS_INCREMENTALS" });
  assert.equal(cloud.backups("demo").length, 2);
});
