import assert from "node:assert/strict";
import { test } from "node:test";
import { URN } from "../support/plugin-host.ts";
import { type Properties, UNKNOWN } from "../support/provider-process.ts";
import { startHarness } from "./harness.ts";

const BACKUP = URN.replace("trove:index:Instance::db", "trove:index:Backup::dump");
const STRATEGY = URN.replace("trove:index:Instance::db", "trove:index:BackupStrategy::strategy");

/** A plugin, and the id of an instance in service. */
async function startWithInstance(t: Parameters<typeof startHarness>[0]) {
  const { cloud, start } = await startHarness(t, { backup: 0.2 });
  const plugin = await start();
  const { inputs } = await plugin.check({ news: { flavor: "m1.small", volume: { size: 1 } } });
  const { id: instance } = await plugin.create({ properties: inputs });
  return { cloud, start, plugin, instance };
}

const OUTPUTS = ["status", "size", "instanceId", "parentId", "locationRef", "created", "projectId"];

test("a preview of a backup knows its arguments, and takes none", async (t) => {
  const { cloud, plugin, instance } = await startWithInstance(t);
  const news = (await plugin.check({ urn: BACKUP, news: { instance, triggers: { release: "1" } } })).inputs;
  const { outputs } = await plugin.create({ urn: BACKUP, properties: news, preview: true });
  assert.deepEqual([outputs.instance, outputs.triggers, outputs.description], [instance, { release: "1" }, null]);
  assert.match(String(outputs.name), /^dump-[0-9a-f]{7}$/);
  assert.deepEqual(
    OUTPUTS.filter((name) => outputs[name] !== UNKNOWN),
    [],
  );
  assert.deepEqual(cloud.backups("demo"), []);
});

test("a preview refuses an instance and a parent that do not exist", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const missing = "11111111-1111-4111-8111-111111111111";
  const news = (await plugin.check({ urn: BACKUP, news: { instance: missing, parent: missing } })).inputs;
  await assert.rejects(plugin.create({ urn: BACKUP, properties: news, preview: true }), (error: Error) => {
    assert.match(error.message, /instance: this project has no instance/);
    assert.match(error.message, /parent: this project has no backup/);
    return true;
  });
});

test("a preview of an update keeps every output known", async (t) => {
  const { plugin, instance } = await startWithInstance(t);
  const oldInputs = (await plugin.check({ urn: BACKUP, news: { instance, description: "old" } })).inputs;
  const { id, outputs: olds } = await plugin.create({ urn: BACKUP, properties: oldInputs });
  const given = { instance, description: "new" };
  const { inputs: news } = await plugin.check({ urn: BACKUP, olds: oldInputs, news: given });
  const diff = await plugin.diff({ urn: BACKUP, id, olds, oldInputs, news });
  assert.deepEqual(diff.detailed, { description: "UPDATE" });
  const outputs = await plugin.update({ urn: BACKUP, id, olds, oldInputs, news, preview: true });
  assert.deepEqual(
    OUTPUTS.filter((name) => outputs[name] !== olds[name]),
    [],
  );
});

test("other triggers are shown as a replacement", async (t) => {
  const { plugin, instance } = await startWithInstance(t);
  const oldInputs = (await plugin.check({ urn: BACKUP, news: { instance, triggers: { release: "1" } } })).inputs;
  const { id, outputs: olds } = await plugin.create({ urn: BACKUP, properties: oldInputs });
  const given = { instance, triggers: { release: "2" } };
  const { inputs: news } = await plugin.check({ urn: BACKUP, olds: oldInputs, news: given });
  const diff = await plugin.diff({ urn: BACKUP, id, olds, oldInputs, news });
  assert.deepEqual([diff.replaces, diff.detailed], [["triggers"], { triggers: "UPDATE_REPLACE" }]);
});

test("an imported backup and an imported strategy preview as unchanged", async (t) => {
  const { start, plugin, instance } = await startWithInstance(t);
  const programs: readonly (readonly [urn: string, program: Properties])[] = [
    [BACKUP, { instance, name: "nightly", description: "before 2.0" }],
    [STRATEGY, { swiftContainer: "ours", instance }],
  ];
  for (const [urn, program] of programs) {
    const { id } = await plugin.create({ urn, properties: (await plugin.check({ urn, news: program })).inputs });
    const later = await start();
    const { outputs: olds = {}, inputs: oldInputs = {} } = await later.read({ urn, id });
    const visible = Object.fromEntries(Object.entries(oldInputs).filter(([name]) => !name.startsWith("__")));
    assert.deepEqual(visible, program);
    const { inputs: news } = await later.check({ urn, olds: oldInputs, news: program });
    const diff = await later.diff({ urn, id, olds, oldInputs, news });
    assert.deepEqual([diff.hasChanges, diff.detailed], [false, {}]);
  }
});

test("the first triggers of an imported backup are only recorded, the next replace it", async (t) => {
  const { start, plugin, instance } = await startWithInstance(t);
  const program = { instance, name: "nightly" };
  const { inputs } = await plugin.check({ urn: BACKUP, news: program });
  const { id } = await plugin.create({ urn: BACKUP, properties: inputs });
  const later = await start();
  const { outputs: olds = {}, inputs: oldInputs = {} } = await later.read({ urn: BACKUP, id });
  const given = { ...program, triggers: { release: "1" } };
  const first = (await later.check({ urn: BACKUP, olds: oldInputs, news: given })).inputs;
  assert.deepEqual((await later.diff({ urn: BACKUP, id, olds, oldInputs, news: first })).replaces, []);
  const managed = await later.update({ urn: BACKUP, id, olds, oldInputs, news: first });
  const other = { ...program, triggers: { release: "2" } };
  const second = (await later.check({ urn: BACKUP, olds: first, news: other })).inputs;
  const diff = await later.diff({ urn: BACKUP, id, olds: managed, oldInputs: first, news: second });
  assert.deepEqual(diff.replaces, ["triggers"]);
});
