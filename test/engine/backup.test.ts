import assert from "node:assert/strict";
import { test } from "node:test";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveBackupArgs, TroveInstanceArgs } from "pulumi-trove";
import type { Simulator } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import { killProvider } from "../support/processes.ts";
import { assertUnchanged, idOf } from "./clouds.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { backups } from "./errors/elsewhere.ts";
import { assertTells } from "./errors/row.ts";
import { asked, failureOf, type Harness, startHarness, until, upOf } from "./harness.ts";
import { TroveBackup, TroveInstance, testOnHost } from "./host.ts";

interface Declared {
  readonly instance?: TroveInstanceArgs;
  readonly backup?: Partial<TroveBackupArgs>;
  readonly options?: CustomResourceOptions;
}

/** A program that declares an instance `db` and a backup of it, `dump`. */
function declares({ instance, backup, options }: Declared = {}): PulumiFn {
  return async () => {
    const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, ...instance });
    new TroveBackup("dump", { instance: db, ...backup }, options);
  };
}

const TIMES = { backup: 0.3 };

const idsOf = (cloud: Simulator) => cloud.backups("demo").map(({ id }) => id);

test("up takes a chain of backups, then changes nothing; destroy leaves none", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({
    program: async () => {
      const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, databases: [{ name: "app" }] });
      new TroveInstance("replica", { replicaOf: db.id });
      const full = new TroveBackup("full", { instance: db, description: "before 2.0", swiftContainer: "ours" });
      const next = new TroveBackup("next", { instance: db.id, parent: full });
      new TroveBackup("last", { instance: db, incremental: true }, { dependsOn: next });
      const { id, name, status, size, instanceId, parentId, datastoreType, datastoreVersion, projectId, region } = next;
      return {
        ...{ db: db.id, full: full.id, location: full.locationRef },
        next: { id, name, status, size, instanceId, parentId, datastoreType, datastoreVersion, projectId, region },
      };
    },
  });
  const { outputs } = await stack.stack.up();
  const { id, name, ...known } = outputs.next?.value ?? {};
  assert.deepEqual(known, {
    ...{ status: "COMPLETED", size: 0.14, instanceId: outputs.db?.value, parentId: outputs.full?.value },
    ...{ datastoreType: "mysql", datastoreVersion: "8.0.29", projectId: cloud.projects.demo, region: "RegionOne" },
  });
  assert.match(name, /^next-[0-9a-f]{7}$/);
  assert.match(outputs.location?.value, /\/ours\//);
  assert.equal(cloud.backup(await idOf(stack, "last"))?.parentId, id);
  await assertUnchanged(stack);
  const posts = asked(cloud, "POST").filter((path) => path === "/backups");
  assert.equal(posts.length, 3);

  await stack.stack.destroy();
  assert.deepEqual([cloud.backups("demo"), cloud.instances()], [[], []]);
});

test("other triggers replace the backup after the new one is complete", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({ program: declares({ backup: { triggers: { release: "1" } } }) });
  await stack.stack.up();
  const old = await idOf(stack, "dump");
  stack.program = declares({ backup: { triggers: { release: "2" } } });
  const preview = await stack.stack.preview();
  assert.equal(preview.changeSummary.replace, 1);
  await stack.stack.up();
  const now = await idOf(stack, "dump");
  assert.notEqual(now, old);
  assert.deepEqual(idsOf(cloud), [now]);
  await assertUnchanged(stack);
  stack.program = declares();
  await stack.stack.up();
  stack.program = declares({ backup: { triggers: { release: "2" } } });
  await stack.stack.up();
  assert.equal(await idOf(stack, "dump"), now, "removing the triggers and declaring them again takes no backup");
});

test("a replaced instance keeps its backup, which says so; a trigger takes one of the new instance", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const instance = { availabilityZone: "nova", allow: { replace: true } };
  const stack = await createStack({ program: declares({ instance }) });
  await stack.stack.up();
  const [source, kept] = [await idOf(stack, "db"), await idOf(stack, "dump")];

  const other = { ...instance, availabilityZone: "other" };
  stack.program = declares({ instance: other });
  await stack.stack.preview();
  await stack.stack.up({ onOutput: stack.onOutput });
  assert.match(stack.output(), new RegExp(`the backup is kept: it holds the data of instance .*${source}`));
  assert.deepEqual(idsOf(cloud), [kept]);
  await assertUnchanged(stack);

  stack.program = declares({ instance: other, backup: { triggers: { instance: "other" } } });
  await stack.stack.up();
  const now = await idOf(stack, "dump");
  assert.equal(cloud.backup(now)?.instanceId, await idOf(stack, "db"));
  assert.deepEqual(idsOf(cloud), [now]);
});

test("a backup that failed is named, and the next up deletes it and takes another", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({ program: declares({ backup: { name: "BACKUP_ERROR" } }) });
  const shown = new Diagnostics();
  await failureOf(stack.stack.up({ onEvent: shown.onEvent }));
  const [id, failed] = [await idOf(stack, "db"), await idOf(stack, "dump")];
  assertTells(backups.failed, shown.of("dump"), cloud, { id, backup: failed });
  assert.deepEqual(idsOf(cloud), [failed]);

  stack.program = declares({ backup: { name: "nightly" } });
  await stack.stack.up();
  const now = await idOf(stack, "dump");
  assert.notEqual(now, failed);
  assert.deepEqual(idsOf(cloud), [now]);
  await assertUnchanged(stack);
});

test("a backup deleted outside is taken again after a refresh", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const old = await idOf(stack, "dump");
  cloud.removeBackup(old);
  assert.match(await failureOf(upWith(stack, { description: "new" })), /no longer exists.*\[TROVE_NOT_FOUND\]/);
  await stack.stack.refresh();
  await stack.stack.up();
  assert.notEqual(await idOf(stack, "dump"), old);
});

test("a backup outlives the resource of its instance", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({ program: declares() });
  await stack.stack.up();
  const [source, id] = [await idOf(stack, "db"), await idOf(stack, "dump")];
  stack.program = async () => {
    new TroveBackup("dump", { instance: source });
  };
  await stack.stack.up();
  assert.deepEqual([cloud.instances(), idsOf(cloud)], [[], [id]]);
  await assertUnchanged(stack);
  await stack.stack.destroy();
  assert.deepEqual(idsOf(cloud), []);
});

test("destroy refuses a backup that somebody else's backup is based on", async (t) => {
  const harness = await startHarness(t, TIMES);
  const stack = await harness.createStack({ program: declares() });
  await stack.stack.up();
  const [source, id] = [await idOf(stack, "db"), await idOf(stack, "dump")];
  const other = await upOf(harness, async () => {
    new TroveBackup("other", { instance: source, parent: id, name: "theirs" });
  });
  const shown = new Diagnostics();
  await failureOf(stack.stack.destroy({ onEvent: shown.onEvent }));
  assertTells(backups.kept, shown.of("dump"), harness.cloud, { backup: id, other: other.id });
  assert.deepEqual(idsOf(harness.cloud).sort(), [id, other.id].sort());
  await other.stack.stack.destroy();
  await stack.stack.destroy();
  assert.deepEqual([idsOf(harness.cloud), harness.cloud.instances()], [[], []]);
});

test("Ctrl-C during a backup keeps its id, and the next up waits for it", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({ program: declares() });
  const id = await stopDuring(cloud, stack, (abort) => abort.abort());
  assert.equal(await idOf(stack, "dump"), id);
  await stack.stack.up();
  assert.deepEqual([await idOf(stack, "dump"), idsOf(cloud)], [id, [id]]);
  await assertUnchanged(stack);
});

test("up after a killed create takes no second backup, and takes the first one over if told to", async (t) => {
  const { cloud, createStack } = await startHarness(t, TIMES);
  const stack = await createStack({ program: declares() });
  const id = await stopDuring(cloud, stack, killProvider);
  const message = await failureOf(stack.stack.up());
  assert.match(message, new RegExp(`No backup was taken: "dump-[0-9a-f]{7}".* ${id} .*\\[TROVE_LEFTOVER\\]`, "s"));
  await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  await stack.stack.up();
  assert.deepEqual([await idOf(stack, "dump"), idsOf(cloud)], [id, [id]]);
  await assertUnchanged(stack);
});

test("get looks up a backup, which destroy leaves alone", async (t) => {
  const harness = await startHarness(t, TIMES);
  const theirs = await harness.createStack({ program: declares({ backup: { description: "theirs" } }) });
  await theirs.stack.up();
  const id = await idOf(theirs, "dump");
  const stack = await harness.createStack({
    program: async () => {
      const { name, status, description, instance } = TroveBackup.get("found", id);
      return { name, status, description, instance };
    },
  });
  const { outputs } = await stack.stack.up();
  const values = Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
  assert.deepEqual(values, {
    ...{ name: harness.cloud.backup(id)?.name, status: "COMPLETED", description: "theirs" },
    instance: await idOf(theirs, "db"),
  });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.destroy();
  assert.deepEqual(idsOf(harness.cloud), [id]);
});

testOnHost(
  { only: "plugin", because: "the dynamic host cannot import" },
  "an imported backup is unchanged, and destroy deletes it",
  async (t) => {
    const harness = await startHarness(t, TIMES);
    const theirs = await harness.createStack({ program: declares({ backup: { name: "nightly" } }) });
    await theirs.stack.up();
    const [source, id] = [await idOf(theirs, "db"), await idOf(theirs, "dump")];
    const stack = await harness.createStack({
      program: async () => {
        new TroveBackup("dump", { instance: source, name: "nightly", triggers: { release: "1" } }, { import: id });
      },
    });
    await stack.stack.up();
    assert.equal(await idOf(stack, "dump"), id);
    await stack.stack.up();
    await assertUnchanged(stack);
    await stack.stack.destroy();
    assert.deepEqual(idsOf(harness.cloud), []);
  },
);

/** Runs an up of the program with this backup. */
async function upWith(stack: TestStack, backup: Partial<TroveBackupArgs>): Promise<unknown> {
  stack.program = declares({ backup });
  return stack.stack.up();
}

/** Stops an up while the provider waits for the backup; the cloud goes on. Gives the id of the backup. */
async function stopDuring(
  cloud: Harness["cloud"],
  stack: TestStack,
  stop: (abort: AbortController) => void,
): Promise<string> {
  const abort = new AbortController();
  const up = failureOf(stack.stack.up({ signal: abort.signal }));
  await until("the backup", () => idsOf(cloud).length === 1);
  cloud.pause();
  const [id = ""] = idsOf(cloud);
  await until("the provider to wait", () => asked(cloud, "GET").includes(`/backups/${id}`));
  stop(abort);
  await up;
  cloud.resume();
  await until("the backup to be complete", () => cloud.backup(id)?.state === "COMPLETED");
  return id;
}
