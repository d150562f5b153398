import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf, partialOf } from "../host/harness.ts";
import { INSTANCE_PROVIDER } from "../support/provider-process.ts";
import { checked, created, program, startHarness } from "./harness.ts";

test("takes timeouts in seconds from the engine", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 30, delete: 30 });
  const plugin = await start();
  const inputs = await checked(plugin);
  const { id, properties: olds, reasons } = await partialOf(plugin.create({ properties: inputs, timeout: 2 }));
  assert.match(reasons[0] ?? "", /its timeout of 2 s .*\[TROVE_WAIT_TIMEOUT\]$/s);
  const again = await partialOf(plugin.update({ id, olds, oldInputs: inputs, news: inputs, timeout: 1 }));
  assert.match(again.reasons[0] ?? "", /its timeout of 1 s .*\[TROVE_WAIT_TIMEOUT\]$/s);
  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  const { message } = await failureOf(plugin.delete({ id, properties: again.properties, timeout: 1 }));
  assert.match(message, /its timeout of 1 s .*\[TROVE_WAIT_TIMEOUT\]$/s);
});

test("an instance in ERROR is a partial failure with id, properties and reason", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const inputs = await checked(plugin, program({ name: "dbSERVER_ERROR" }));
  const partial = await partialOf(plugin.create({ properties: inputs }));
  assert.equal(partial.id, cloud.instances()[0]?.id);
  for (const [name, value] of Object.entries(inputs)) assert.deepEqual(partial.properties[name], value, name);
  assert.equal(partial.properties.__provider, INSTANCE_PROVIDER);
  assert.deepEqual([partial.properties.status, partial.reasons.length], ["ERROR", 1]);
  assert.match(partial.reasons[0] ?? "", /\[TROVE_INSTANCE_FAILED\]$/);
});

test("reads an instance by its id alone, for a lookup and an import", async (t) => {
  const { start } = await startHarness(t);
  const { id } = await created(await start(), program({ name: "legacy", databases: { app: {} } }));
  const plugin = await start();
  const { id: found, outputs = {}, inputs = {} } = await plugin.read({ id });
  assert.deepEqual([found, outputs.name, inputs.name, outputs.flavorId], [id, "legacy", "legacy", "2"]);
  assert.deepEqual([outputs.__provider, inputs.__provider], [INSTANCE_PROVIDER, INSTANCE_PROVIDER]);
  const news = await checked(plugin, inputs, inputs);
  const diff = await plugin.diff({ id, olds: outputs, oldInputs: inputs, news });
  assert.deepEqual([diff.hasChanges, diff.detailed], [false, {}]);
});

test("a lookup of an id that does not exist fails; a refresh says that it is gone", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const { message } = await failureOf(plugin.read({ id: "3ce27195-e33d-4a04-abc5-0c7d149690f9" }));
  assert.match(message, /\[TROVE_LOOKUP\]$/);
  const { id, inputs, outputs } = await created(plugin);
  cloud.remove(id);
  assert.deepEqual(await plugin.read({ id, properties: outputs, inputs }), {
    id: "",
    outputs: undefined,
    inputs: undefined,
  });
});

test("a refresh shows what changed outside, in outputs and inputs", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const { id, inputs, outputs } = await created(plugin);
  cloud.change(id, (record) => {
    record.flavor = "3";
  });
  const read = await plugin.read({ id, properties: outputs, inputs });
  assert.deepEqual([read.outputs?.flavorId, read.inputs?.flavor === inputs.flavor], ["3", false]);
  const { flavor: _, ...others } = inputs;
  const { flavor: __, ...live } = read.inputs ?? {};
  assert.deepEqual(live, others);
});

test("a delete waits until the instance is gone, and a repeat succeeds", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const { id, outputs } = await created(plugin);
  await plugin.delete({ id, properties: outputs });
  assert.deepEqual(cloud.instances(), []);
  await plugin.delete({ id, properties: outputs });
});

test("absent outputs are null, which no program takes for unknown", async (t) => {
  const { start } = await startHarness(t);
  const { outputs } = await created(await start());
  for (const name of ["databases", "users", "datastore", "replicaOf"]) assert.equal(outputs[name], null, name);
});
