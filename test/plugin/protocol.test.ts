import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/root.ts";
import { asked, failureOf, partialOf } from "../host/harness.ts";
import { until } from "../support/cloud-api.ts";
import { startLogReceiver } from "../support/log-receiver.ts";
import { URN } from "../support/plugin-host.ts";
import { secret } from "../support/provider-process.ts";
import { checked, created, program, settings, startHarness, startUnconfigured } from "./harness.ts";

test("says what it understands before it is configured", async (t) => {
  const plugin = await startUnconfigured(t);
  const { schema, version, ...understood } = await plugin.facts();
  assert.deepEqual(understood, { acceptSecrets: true, supportsAutonaming: true });
  assert.equal(version, JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
  assert.equal(schema, readFileSync(join(root, "plugin/schema.json"), "utf8"));
  assert.equal((await plugin.configure({})).supportsPreview, true);
});

test("refuses an operation before it is configured", async (t) => {
  const plugin = await startUnconfigured(t);
  const calls = [
    plugin.check({ news: program() }),
    plugin.create({ properties: program() }),
    plugin.read({ id: "1" }),
    plugin.delete({ id: "1", properties: {} }),
  ];
  for (const call of calls)
    assert.match((await failureOf(call)).message, /has not configured the plugin yet.*\[TROVE_CONFIG\]$/);
});

test("refuses a type that the package does not have, by name", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  for (const type of ["trove:index:Server", "trove:index:toString", "pulumi-nodejs:dynamic/trove:Instance"]) {
    const { message } = await failureOf(plugin.check({ type, news: program() }));
    assert.ok(message.includes(`of the plugin trove has no resource ${type}. Install`), message);
  }
});

test("cancels the operations of one configuration, and works after the next", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const inputs = await checked(plugin);
  cloud.pause();
  const creating = partialOf(plugin.create({ properties: inputs }));
  await until(
    "the create",
    async () => asked(cloud, "POST").length,
    (count) => count > 0,
  );
  await plugin.cancel();
  const { id, properties: olds, reasons } = await creating;
  assert.match(reasons[0] ?? "", /\[TROVE_CANCELLED\]$/);
  assert.match((await failureOf(plugin.read({ id, properties: olds }))).message, /\[TROVE_CANCELLED\]$/);
  cloud.resume();

  await plugin.configure(settings(cloud));
  const news = await checked(plugin, program(), inputs);
  assert.equal((await plugin.update({ id, olds, oldInputs: inputs, news })).status, "ACTIVE");
});

test("uses the settings of the last configuration, with nothing of the one before", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  assert.equal((await created(plugin)).outputs.projectId, cloud.projects.demo);
  await plugin.configure(settings(cloud, "other"));
  assert.equal((await created(plugin)).outputs.projectId, cloud.projects.other);
});

test("writes the lines of each operation to the engine that is attached", async (t) => {
  const { cloud } = await startHarness(t);
  const plugin = await startUnconfigured(t);
  for (const name of ["first", "second"]) {
    const engine = await startLogReceiver();
    await plugin.attach(engine.address);
    await plugin.configure({ ...settings(cloud), [`${name}Key`]: "x" });
    await checked(plugin);
    await plugin.cancel();
    engine.stop();
    assert.deepEqual(
      engine.lines.map(({ message }) => message.slice(0, message.indexOf(" is not"))),
      [`trove:${name}Key`],
    );
  }
  assert.equal(plugin.stderr(), "");
});

test("names the resource with each of its lines", async (t) => {
  const { start } = await startHarness(t);
  const engine = await startLogReceiver();
  t.after(() => engine.stop());
  await created(await start({ engine: engine.address }));
  const ofInstance = engine.lines.filter(({ urn }) => urn === URN);
  assert.ok(ofInstance.length > 0);
  assert.deepEqual(ofInstance, engine.lines);
});

test("ignores the environment only if the program creates the provider", async (t) => {
  const { cloud } = await startHarness(t);
  const { projectName: _, ...incomplete } = settings(cloud);
  const plugin = await startUnconfigured(t, { env: { OS_PROJECT_NAME: "other" } });
  for (const provider of [{ name: "default" }, { name: "default_0_1_0" }, {}]) {
    await plugin.configure(incomplete, provider);
    const { id, outputs } = await created(plugin);
    assert.equal(outputs.projectId, cloud.projects.other, JSON.stringify(provider));
    await plugin.delete({ id, properties: outputs });
  }
  await plugin.configure(incomplete, { name: "mine" });
  assert.match((await failureOf(created(plugin))).message, /\[TROVE_CONFIG\]$/);
});

test("ignores what the engine adds to the settings of a provider", async (t) => {
  const { cloud } = await startHarness(t);
  const plugin = await startUnconfigured(t);
  const added = { version: "0.1.0", pluginDownloadURL: "https://example.org", __internal: {} };
  await plugin.configure({ ...settings(cloud), ...added, password: secret("demo-password") }, { name: "mine" });
  assert.equal((await created(plugin)).outputs.status, "ACTIVE");
  assert.doesNotMatch(plugin.stderr(), /is not a/);
});

test("a changed setting of a provider updates it, and replaces no resource", async (t) => {
  const plugin = await startUnconfigured(t);
  const { hasChanges: isEqual } = await plugin.diffConfig({ region: "A" }, { region: "A" });
  const { hasChanges, replaces } = await plugin.diffConfig({ region: "A" }, { region: "B" });
  assert.deepEqual([isEqual, hasChanges, replaces], [false, true, []]);
});

test("takes and returns messages of more than 4 MB", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const availabilityZone = "x".repeat(5_000_000);
  const { inputs } = await plugin.check({ news: program({ availabilityZone }) });
  assert.ok(inputs.availabilityZone === availabilityZone);
});

test("serves two engines, one after the other, with the ids of both apart", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const first = await created(plugin);
  await plugin.cancel();
  await plugin.configure(settings(cloud));
  // A process that still knew the id would take the instance for another resource's.
  const inputs = await plugin.check({ urn: `${URN}-rescued`, news: program({ adoptId: first.id }) });
  assert.deepEqual(inputs.failures, []);
  const adopted = await plugin.create({ urn: `${URN}-rescued`, properties: inputs.inputs });
  assert.equal(adopted.id, first.id);
});
