import assert from "node:assert/strict";
import { test } from "node:test";
import { UnexpectedAnswerError } from "../../../../provider/trove/errors/unexpected-answer-error.ts";
import { startCannedCloud } from "../canned-cloud.ts";

const wire = { project_id: "p1", instance_id: "i", backend: "swift", swift_container: "nightly" };
const read = { projectId: "p1", instanceId: "i", swiftContainer: "nightly" };

test("lists the strategies of instances and that of the project, which has no instance", async (t) => {
  const strategies = [wire, { ...wire, instance_id: "" }, { ...wire, instance_id: null }];
  const cloud = await startCannedCloud(t, () => ({ body: { backup_strategies: strategies } }));
  assert.deepEqual(await cloud.client.backupStrategies.list(), [
    read,
    { ...read, instanceId: undefined },
    { ...read, instanceId: undefined },
  ]);
  assert.deepEqual(cloud.requests, [{ method: "GET", path: "/backup_strategies", body: undefined }]);
});

test("sets the strategy of an instance, or without one that of the project", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ status: 202, body: { backup_strategy: wire } }));
  const { backupStrategies } = cloud.client;
  assert.deepEqual(await backupStrategies.set({ swiftContainer: "nightly", instanceId: "i" }), read);
  await backupStrategies.set({ swiftContainer: "nightly" });
  assert.deepEqual(
    cloud.requests.map(({ method, path, body }) => [method, path, body]),
    [
      ["POST", "/backup_strategies", { backup_strategy: { swift_container: "nightly", instance_id: "i" } }],
      ["POST", "/backup_strategies", { backup_strategy: { swift_container: "nightly" } }],
    ],
  );
});

test("deletes the strategy of an instance, or without one that of the project", async (t) => {
  const cloud = await startCannedCloud(t);
  await cloud.client.backupStrategies.delete("i");
  await cloud.client.backupStrategies.delete(undefined);
  assert.deepEqual(
    cloud.requests.map(({ method, path }) => [method, path]),
    [
      ["DELETE", "/backup_strategies?instance_id=i"],
      ["DELETE", "/backup_strategies"],
    ],
  );
});

test("refuses a list of strategies that is not Trove's", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { backup_strategies: [{ project_id: "p1" }] } }));
  await assert.rejects(cloud.client.backupStrategies.list(), UnexpectedAnswerError);
});
