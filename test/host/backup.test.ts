import assert from "node:assert/strict";
import { test } from "node:test";
import { providerText } from "../../provider/provider-text.ts";
import type { DynamicHost } from "../support/dynamic-host.ts";
import type { Properties } from "../support/provider-process.ts";
import {
  asked,
  CHANGED,
  checked,
  created,
  failureOf,
  login,
  partialOf,
  pathsOf,
  properties,
  startHarness,
} from "./harness.ts";

/** The properties of a backup as the SDK registers them. */
function backup(instance: unknown, fields: Properties = {}): Properties {
  return {
    instance,
    __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Backup::dump",
    __defaultName: "dump-1234567",
    __provider: providerText("Backup"),
    ...fields,
  };
}

/** A host, and the id of an instance in service. */
async function startWithInstance(t: Parameters<typeof startHarness>[0], options = {}) {
  const { cloud, start } = await startHarness(t, { backup: 0.2, ...options });
  const host = await start();
  return { cloud, start, host, instance: await created(host) };
}

async function diffOf(host: DynamicHost, id: string, outs: Properties, news: Properties) {
  const { changes, replacesList, deletebeforereplace } = await host.diff(id, outs, news);
  return [changes, replacesList, deletebeforereplace];
}

test("a backup lives from create to delete, and outlives its instance", async (t) => {
  const { cloud, host, instance } = await startWithInstance(t);
  const { id, inputs, outs } = await created(host, backup(instance.id, { triggers: { release: "1" } }));
  assert.deepEqual(
    [outs.name, outs.status, outs.size, outs.instanceId, outs.parentId, outs.projectId],
    ["dump-1234567", "COMPLETED", 0.14, instance.id, null, cloud.projects.demo],
  );
  const again = await checked(host, backup(instance.id, { triggers: { release: "1" } }), inputs);
  assert.deepEqual(await diffOf(host, id, outs, again), [1, [], false]);

  await host.delete(instance.id, instance.outs);
  const read = await host.read(id, outs, inputs);
  assert.deepEqual({ ...read.props, __provider: undefined }, { ...outs, __provider: undefined });
  assert.deepEqual({ ...read.inputs, __provider: undefined }, { ...inputs, __provider: undefined });
  await host.delete(id, outs);
  assert.equal(cloud.backup(id), undefined);
  assert.equal((await host.read(id, outs, inputs)).id, "");
  await host.delete(id, outs);
});

test("other triggers replace the backup, the new one first and under the same name", async (t) => {
  const { cloud, host, instance } = await startWithInstance(t);
  const { id, inputs, outs } = await created(host, backup(instance.id, { triggers: { release: "1" } }));
  const news = backup(instance.id, { triggers: { release: "2" } });
  const difference = await diffOf(host, id, outs, await checked(host, news, inputs));
  assert.deepEqual(difference, [CHANGED, ["triggers"], false]);
  const next = await host.create(await checked(host, news));
  assert.equal(next.outs.name, outs.name);
  await host.delete(id, outs);
  assert.deepEqual(
    cloud.backups("demo").map((record) => record.id),
    [next.id],
  );
});

test("another instance keeps the backup, and the update is only recorded", async (t) => {
  const { cloud, host, instance } = await startWithInstance(t);
  const other = await created(host, properties({ __defaultName: "other-1234567" }));
  const { id, inputs, outs } = await created(host, backup(instance.id));
  const news = await checked(host, backup(other.id), inputs);
  assert.deepEqual(await diffOf(host, id, outs, news), [CHANGED, [], false]);
  const updated = await host.update(id, outs, news);
  assert.deepEqual([updated.instance, updated.instanceId], [other.id, instance.id]);
  assert.deepEqual(await diffOf(host, id, updated, await checked(host, backup(other.id), news)), [1, [], false]);
  assert.equal(cloud.backups("demo").length, 1);
});

test("a backup that failed is a partial failure, and is replaced, the old one first", async (t) => {
  const { host, instance } = await startWithInstance(t);
  const inputs = await checked(host, backup(instance.id, { name: "BACKUP_ERROR" }));
  const { id, properties: outs, reasons } = await partialOf(host.create(inputs));
  assert.match(reasons.join(), /is FAILED\. .*\[TROVE_BACKUP_FAILED\]$/);
  assert.equal(outs.status, "FAILED");
  assert.deepEqual(await diffOf(host, id, outs, await checked(host, inputs, inputs)), [2, ["status"], true]);
  await host.delete(id, outs);
  assert.equal((await host.read(id, outs, inputs)).id, "");
});

test("a create that Cancel ends is a partial failure, and the next update waits for it", async (t) => {
  const { cloud, start, host, instance } = await startWithInstance(t, { backup: 2 });
  const inputs = await checked(host, backup(instance.id));
  const creating = partialOf(host.create(inputs));
  while (cloud.backups("demo").length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await host.cancel();
  const { id, properties: outs } = await creating;
  const next = await start();
  const news = await checked(next, backup(instance.id), inputs);
  assert.deepEqual(await diffOf(next, id, outs, news), [2, [], false]);
  assert.equal((await next.update(id, outs, news)).status, "COMPLETED");
  assert.equal(cloud.backups("demo").length, 1);
});

test("a killed create leaves a backup that the next create refuses, or takes over if told to", async (t) => {
  const { cloud, start, host, instance } = await startWithInstance(t, { backup: 2 });
  host.create(await checked(host, backup(instance.id))).catch(() => {});
  while (cloud.backups("demo").length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  host.process.kill("SIGKILL");
  const [orphan] = cloud.backups("demo");
  const next = await start();
  const { message } = await failureOf(created(next, backup(instance.id)));
  assert.match(message, new RegExp(`already the name of backup ${orphan?.id} .*\\[TROVE_LEFTOVER\\]`, "s"));
  const resuming = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  assert.equal((await created(resuming, backup(instance.id))).id, orphan?.id);
});

test("deletes incrementals and their parent in any order, and refuses the parent alone", async (t) => {
  const { cloud, host, instance } = await startWithInstance(t);
  const full = await created(host, backup(instance.id, { name: "full" }));
  const child = await created(host, backup(instance.id, { name: "child", incremental: true }));
  const { message } = await failureOf(host.delete(full.id, full.outs));
  assert.match(message, new RegExp(`"child" \\(${child.id}\\).*\\[TROVE_HAS_INCREMENTALS\\]`, "s"));
  assert.equal(cloud.backups("demo").length, 2);
  await Promise.all([host.delete(full.id, full.outs), host.delete(child.id, child.outs)]);
  assert.deepEqual(cloud.backups("demo"), []);
});

test("a check reports arguments that are missing or wrong", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const news = { incremental: true, parent: "full", swiftContainer: "a/b", triggers: { a: 1 } };
  const { instance: _, ...without } = backup("", news);
  const { failures } = await host.check({}, without);
  assert.deepEqual(pathsOf(failures), ["instance", "parent", "swiftContainer", "triggers.a", "incremental"]);
});

test("refuses to touch a backup with the credentials of another project", async (t) => {
  const { cloud, start, host, instance } = await startWithInstance(t);
  const { id, inputs, outs } = await created(host, backup(instance.id));
  const other = await start({ config: login(cloud, "other") });
  for (const call of [() => other.read(id, outs, inputs), () => other.delete(id, outs)]) {
    assert.match(
      (await failureOf(call())).message,
      new RegExp(`^Backup ${id} is in project .*\\[TROVE_WRONG_CLOUD\\]`),
    );
  }
  assert.equal(asked(cloud, "DELETE").length, 0);
});
