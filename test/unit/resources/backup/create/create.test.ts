import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/backup/create/create.ts";
import { update } from "../../../../../provider/resources/backup/update.ts";
import { create as createInstance } from "../../../../../provider/resources/instance/create/create.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { lostAnswers } from "../../instance/create/lost-answers.ts";
import { takeBackup, until } from "../../instance/harness.ts";
import { addInstance, asked, backupsOf, interruptedCreate, startWithInstance } from "../fixture.ts";

test("takes a backup, and returns its state once it is complete", async (t) => {
  const harness = await startWithInstance(t);
  const { context, instanceId } = harness;
  const inputs = { instance: instanceId, name: "nightly", description: "before 2.0", swiftContainer: "mine" };
  const { id, state } = await create(inputs, context);
  const { created, locationRef } = state;
  const { projectId, region } = await context.trove.cloud();
  assert.deepEqual(
    { ...state, cloud: undefined },
    {
      ...inputs,
      ...{ status: "COMPLETED", size: 0.14, instanceId, parentId: undefined, created, locationRef, projectId, region },
      ...{ datastoreType: "mysql", datastoreVersion: "8.0.29" },
      declared: ["instance", "name", "description", "swiftContainer"],
      ...{ cloud: undefined, pending: [], predecessors: undefined, adoptionToken: undefined },
      ...{ imported: undefined, released: undefined },
    },
  );
  assert.match(locationRef ?? "", new RegExp(`/mine/${id}\\.`));
  assert.equal(harness.cloud.backup(id)?.description, "before 2.0");
});

test("takes an incremental backup of the last one, or of a given parent", async (t) => {
  const { context, instanceId } = await startWithInstance(t);
  const full = await create({ instance: instanceId, name: "full", incremental: true }, context);
  assert.equal(full.state.parentId, undefined, "there was none to continue");
  const next = await create({ instance: instanceId, name: "next", incremental: true }, context);
  assert.equal(next.state.parentId, full.id);
  const other = await create({ instance: instanceId, name: "other", parent: full.id }, context);
  assert.equal(other.state.parentId, full.id);
});

test("takes the backups of an instance one at a time, those of several at once", async (t) => {
  const harness = await startWithInstance(t, { backup: 60 });
  const { cloud, context, instanceId } = harness;
  const other = await addInstance(context, "other");
  const started = context.clock.now();
  const over = async (instance: string, name: string) => {
    await create({ instance, name }, context);
    return Math.round((context.clock.now() - started) / 60_000);
  };
  const minutes = await Promise.all([over(instanceId, "a"), over(instanceId, "b"), over(other, "c")]);
  assert.deepEqual(minutes, [1, 2, 1]);
  assert.equal(asked(harness, "POST"), 3, "Trove refused none");
  assert.equal(cloud.backups("demo").length, 3);
});

test("takes turns with a replica of the same source", async (t) => {
  const harness = await startWithInstance(t, { boot: 6 });
  const { context, instanceId } = harness;
  const replica = createInstance({ name: "replica", replicaOf: instanceId }, context);
  const { state } = await create({ instance: instanceId, name: "nightly" }, context);
  assert.equal(state.status, "COMPLETED");
  assert.equal((await replica).state.status, "ACTIVE");
  assert.ok(harness.lines.includes("queued: the first backup of a run is started alone"), harness.lines.join("\n"));
  const posts = harness.cloud.requests.filter(({ method, service }) => method === "POST" && service === "trove");
  assert.deepEqual(
    posts.map(({ status }) => status),
    [200, 200, 202],
    "Trove refused none",
  );
});

test("waits for the running backup of someone else, without a refused request", async (t) => {
  const harness = await startWithInstance(t);
  const { context, instanceId } = harness;
  await context.trove.backups.create({ name: "foreign", instanceId });
  await create({ instance: instanceId, name: "nightly" }, context);
  assert.deepEqual((await backupsOf(harness, instanceId)).sort(), [
    ["foreign", "COMPLETED"],
    ["nightly", "COMPLETED"],
  ]);
  assert.equal(asked(harness, "POST"), 2);
});

for (const [title, effect] of lostAnswers) {
  test(`finds the backup when the answer ${title}, and takes no second one`, async (t) => {
    const harness = await startWithInstance(t);
    const { cloud, context, instanceId } = harness;
    cloud.faults.add({ method: "POST", path: "/backups$", effect });
    const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
    assert.equal(state.status, "COMPLETED");
    assert.deepEqual(
      cloud.backups("demo").map((backup) => backup.id),
      [id],
    );
  });
}

test("does not take an older backup, or one of another description, for its own", async (t) => {
  const harness = await startWithInstance(t, { backup: 0 });
  const { cloud, context, instanceId } = harness;
  await takeBackup(harness, instanceId, "nightly");
  cloud.faults.add({ method: "POST", path: "/backups$", effect: { type: "status", status: 504 } });
  const taking = create({ instance: instanceId, name: "nightly", description: "mine" }, context);
  await until(
    "the lost request",
    async () => harness.lines.some((line) => line.startsWith("no answer")),
    (lost) => lost,
  );
  const foreign = await takeBackup(harness, instanceId, "nightly");
  const { id, state } = await taking;
  assert.notEqual(id, foreign.id);
  assert.equal(state.description, "mine");
  assert.equal(cloud.backups("demo").length, 3);
});

test("fails after three requests that Trove answers with 500", async (t) => {
  const harness = await startWithInstance(t);
  const { cloud, context, instanceId } = harness;
  cloud.faults.add({
    method: "POST",
    path: "/backups$",
    times: 0,
    effect: { type: "status", status: 500, body: { instanceFault: { code: 500, message: "The bus is down." } } },
  });
  await assert.rejects(create({ instance: instanceId, name: "nightly" }, context), {
    code: "TROVE_SERVER",
    message: /The bus is down/,
  });
  assert.equal(asked(harness, "POST"), 3);
});

test("names source and time of a failed backup, and saves its id", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const { id, code, message, state } = await interruptedCreate({ instance: instanceId, name: "BACKUP_ERROR" }, context);
  assert.equal(code, "TROVE_BACKUP_FAILED");
  const time = cloud.backup(id)?.created.toISOString().slice(0, 19);
  assert.match(message, new RegExp(`of instance ${instanceId}, started at ${time}Z, is FAILED\\.`));
  assert.deepEqual([state.status, state.pending], ["FAILED", ["create"]]);
});

test("saves the id when it is cancelled, and the next update waits for the backup", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t, { backup: 120 });
  const cancelling = new AbortController();
  const inputs = { instance: instanceId, name: "nightly" };
  const creating = interruptedCreate(inputs, { ...context, signal: cancelling.signal });
  await until(
    "the backup",
    async () => cloud.backups("demo").length,
    (count) => count > 0,
  );
  cancelling.abort();
  const { id, code, state } = await creating;
  assert.equal(code, "TROVE_CANCELLED");
  assert.deepEqual(state.pending, ["create"]);
  const resumed = await update(id, state, inputs, context);
  assert.deepEqual([resumed.status, resumed.pending], ["COMPLETED", []]);
  assert.equal(cloud.backups("demo").length, 1);
});

test("saves the id at the deadline, which does not count the time in the queue", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t, { backup: 90 });
  const deadline = deadlineIn(context.clock, 120_000);
  const both = ["a", "b"].map((name) => create({ instance: instanceId, name }, { ...context, deadline }));
  assert.equal((await Promise.all(both)).length, 2);
  const short = { ...context, deadline: deadlineIn(context.clock, 60_000) };
  const { id, code } = await interruptedCreate({ instance: instanceId, name: "c" }, short);
  assert.equal(code, "TROVE_WAIT_TIMEOUT");
  assert.equal(cloud.backup(id)?.name, "c");
});

test("saves the id of a backup that is deleted while it runs", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t, { backup: 120 });
  const creating = interruptedCreate({ instance: instanceId, name: "nightly" }, context);
  await until(
    "the backup",
    async () => cloud.backups("demo").length,
    (count) => count > 0,
  );
  const [record] = cloud.backups("demo");
  cloud.removeBackup(record?.id ?? "");
  const { id, code, message } = await creating;
  assert.equal(id, record?.id);
  assert.equal(code, "TROVE_NOT_FOUND");
  assert.match(message, /no longer exists: it was deleted outside this program/);
});
