import assert from "node:assert/strict";
import { test } from "node:test";
import { URN } from "../support/plugin-host.ts";
import { type Properties, UNKNOWN } from "../support/provider-process.ts";
import { startHarness } from "./harness.ts";

const urn = URN.replace("trove:index:Instance::db", "trove:index:Configuration::settings");

function program(fields: Properties = {}): Properties {
  return { datastore: { type: "mysql", version: "8.0.29" }, values: { wait_timeout: 60 }, ...fields };
}

const NAMES = ["revision", "updated", "datastoreType", "datastoreVersionId", "created"];

test("a preview of an update keeps the outputs that the change does not affect", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const given = program({ name: "settings" });
  const oldInputs = (await plugin.check({ urn, news: given })).inputs;
  const { id, outputs: olds } = await plugin.create({ urn, properties: oldInputs });
  const preview = async (fields: Properties) => {
    const { inputs: news } = await plugin.check({ urn, olds: oldInputs, news: { ...given, ...fields } });
    const outputs = await plugin.update({ urn, id, olds, oldInputs, news, preview: true });
    return NAMES.filter((name) => outputs[name] === UNKNOWN);
  };
  assert.deepEqual(await preview({ values: { wait_timeout: 70 } }), ["revision", "updated"]);
  assert.deepEqual(await preview({ name: "renamed" }), ["updated"]);
  assert.deepEqual(await preview({ allow: { restart: true } }), []);
});

test("an import gives inputs with which a program changes nothing, masked values included", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const values = { wait_timeout: 60, innodb_ft_max_token_size: 20, character_set_server: "utf8mb4" };
  const given = program({ name: "legacy", description: "slow", values });
  const { id } = await plugin.create({
    urn,
    properties: (await plugin.check({ urn, news: given })).inputs,
  });

  const later = await start();
  const found = await later.read({ urn, id });
  const { outputs = {}, inputs = {} } = found;
  const masked = { ...values, innodb_ft_max_token_size: "***" };
  assert.deepEqual([inputs.name, inputs.description, inputs.values], ["legacy", "slow", masked]);
  const news = (await later.check({ urn, olds: inputs, news: inputs })).inputs;
  const diff = await later.diff({ urn, id, olds: outputs, oldInputs: inputs, news });
  assert.deepEqual([diff.hasChanges, diff.detailed], [false, {}]);

  const real = (await later.check({ urn, olds: inputs, news: { ...inputs, values } })).inputs;
  const managed = await later.update({ urn, id, olds: outputs, oldInputs: inputs, news: real });
  assert.deepEqual(managed.values, values);
});

test("a preview of a change shows the two values of each parameter", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const given = program();
  const inputs = (await plugin.check({ urn, news: given })).inputs;
  const { id, outputs: olds } = await plugin.create({ urn, properties: inputs });
  const changed = { ...given, values: { wait_timeout: 70, max_connections: 5 }, allow: { restart: true } };
  const news = (await plugin.check({ urn, olds: inputs, news: changed })).inputs;
  await plugin.update({ urn, id, olds, oldInputs: inputs, news, preview: true });
  assert.match(plugin.stderr(), /^values\.wait_timeout: 60 → 70, the database is restarted if Trove requires it$/m);
  assert.match(plugin.stderr(), /^values\.max_connections: set to 5, /m);
});
