import assert from "node:assert/strict";
import { test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveBackupStrategyArgs } from "pulumi-trove";
import { type CloudApi, openApi } from "../support/cloud-api.ts";
import { assertUnchanged, idOf } from "./clouds.ts";
import { failureOf, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveBackup, TroveBackupStrategy, TroveInstance, testOnHost } from "./host.ts";

function declares(args: TroveBackupStrategyArgs): PulumiFn {
  return async () => {
    new TroveBackupStrategy("strategy", args);
  };
}

/** The containers in the cloud, by instance. */
async function containers(api: CloudApi): Promise<Record<string, string>> {
  const { body } = await api.get<{ backup_strategies: { instance_id: string; swift_container: string }[] }>(
    "/backup_strategies",
  );
  return Object.fromEntries(body.backup_strategies.map((one) => [one.instance_id, one.swift_container]));
}

test("up sets the strategies of project and instance, which backups follow; destroy leaves none", async (t) => {
  const { cloud, createStack } = await startHarness(t, { backup: 0.2 });
  const api = await openApi(cloud);
  const stack = await createStack({
    program: async () => {
      const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } });
      new TroveBackupStrategy("all", { swiftContainer: "all" });
      const strategy = new TroveBackupStrategy("one", { instance: db, swiftContainer: "one" });
      const backup = new TroveBackup("dump", { instance: db }, { dependsOn: strategy });
      return { location: backup.locationRef, instance: strategy.instance, id: strategy.id };
    },
  });
  const { outputs } = await stack.stack.up();
  const db = await idOf(stack, "db");
  assert.match(outputs.location?.value, /\/one\//);
  assert.deepEqual([outputs.instance?.value, outputs.id?.value], [db, `${cloud.projects.demo}/${db}`]);
  assert.deepEqual(await containers(api), { "": "all", [db]: "one" });
  await assertUnchanged(stack);
  await stack.stack.destroy();
  assert.deepEqual([await containers(api), cloud.instances()], [{}, []]);
});

test("another container changes in place, also one that was changed or deleted outside", async (t) => {
  const harness = await startHarness(t);
  const api = await openApi(harness.cloud);
  const { stack, id } = await upOf(harness, declares({ swiftContainer: "one" }));
  stack.program = declares({ swiftContainer: "two" });
  const { summary } = await stack.stack.up();
  assert.equal(summary.resourceChanges?.update, 1);
  assert.deepEqual([await onlyId(stack), await containers(api)], [id, { "": "two" }]);

  await api.post("/backup_strategies", { backup_strategy: { swift_container: "theirs" } });
  await stack.stack.refresh();
  await stack.stack.up();
  assert.deepEqual(await containers(api), { "": "two" });
  await api.delete("/backup_strategies");
  await stack.stack.refresh();
  assert.deepEqual(await stack.resources(), []);
  await stack.stack.up();
  assert.deepEqual(await containers(api), { "": "two" });
  await assertUnchanged(stack);
});

test("an existing strategy is refused, and left as it is", async (t) => {
  const harness = await startHarness(t);
  const api = await openApi(harness.cloud);
  await api.post("/backup_strategies", { backup_strategy: { swift_container: "theirs" } });
  const stack = await harness.createStack({ program: declares({ swiftContainer: "ours" }) });
  assert.match(await failureOf(stack.stack.up()), /strategy of the project was refused, .*already exists, .*"theirs"/s);
  assert.deepEqual([await containers(api), await stack.resources()], [{ "": "theirs" }, []]);
});

test("a replaced instance gets the strategy, and the old one's is deleted", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const api = await openApi(cloud);
  const program = (availabilityZone: string) => async () => {
    const args = { flavor: "m1.small", volume: { size: 1 }, allow: { replace: true }, availabilityZone };
    new TroveBackupStrategy("strategy", { instance: new TroveInstance("db", args), swiftContainer: "one" });
  };
  const stack = await createStack({ program: program("nova") });
  await stack.stack.up();
  stack.program = program("other");
  const preview = await stack.stack.preview();
  assert.equal(preview.changeSummary.replace, 2);
  await stack.stack.up();
  assert.deepEqual(await containers(api), { [await idOf(stack, "db")]: "one" });
  await assertUnchanged(stack);
});

testOnHost(
  { only: "plugin", because: "the dynamic host cannot import" },
  "an imported strategy is unchanged, and destroy deletes it",
  async (t) => {
    const { cloud, createStack } = await startHarness(t);
    const api = await openApi(cloud);
    await api.post("/backup_strategies", { backup_strategy: { swift_container: "theirs" } });
    const stack = await createStack({
      program: async () => {
        new TroveBackupStrategy("strategy", { swiftContainer: "theirs" }, { import: cloud.projects.demo });
      },
    });
    await stack.stack.up();
    await assertUnchanged(stack);
    await stack.stack.destroy();
    assert.deepEqual(await containers(api), {});
  },
);
