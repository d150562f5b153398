import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, failureOf } from "../host/harness.ts";
import { assertSoon } from "../properties/assert-soon.ts";
import { URN } from "../support/plugin-host.ts";
import { type Properties, UNKNOWN } from "../support/provider-process.ts";
import { checked, created, program, settings, startHarness, startUnconfigured } from "./harness.ts";

const known = (outputs: Properties, ...names: string[]) => names.filter((name) => outputs[name] !== UNKNOWN);
const COMPUTED = ["endpoint", "host", "flavorId", "volumeSize", "status"];

test("a preview of a create knows the arguments, and sends nothing that changes the cloud", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const inputs = await checked(plugin);
  const { id, outputs } = await plugin.create({ properties: inputs, preview: true });
  assert.equal(id, "");
  assert.deepEqual([outputs.flavor, outputs.volume, outputs.users], ["m1.small", { size: 1 }, null]);
  assert.deepEqual(known(outputs, ...COMPUTED), []);
  assert.deepEqual(
    ["POST", "PUT", "PATCH", "DELETE"].flatMap((method) => asked(cloud, method)),
    [],
  );
});

test("a preview of an update keeps the outputs that the change does not affect", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const { id, outputs: olds, inputs: oldInputs } = await created(plugin);
  cloud.requests.length = 0;
  const preview = async (fields: Properties) => {
    const news = await checked(plugin, program(fields), oldInputs);
    return plugin.update({ id, olds, oldInputs, news, preview: true });
  };
  const grown = await preview({ volume: { size: 2 } });
  assert.deepEqual(known(grown, ...COMPUTED), ["endpoint", "host", "flavorId"]);
  assert.deepEqual([grown.volume, grown.host], [{ size: 2 }, olds.host]);
  const resized = await preview({ flavor: "m1.medium" });
  assert.deepEqual(known(resized, ...COMPUTED), ["endpoint", "host", "volumeSize"]);
  assert.deepEqual(
    ["POST", "PUT", "PATCH", "DELETE"].flatMap((method) => asked(cloud, method)),
    [],
  );
  // The lines and the answer come over two pipes.
  const isShown = () => /^flavor: m1\.small → m1\.medium, the database is down meanwhile$/m.test(plugin.stderr());
  await assertSoon(isShown, true, "the preview shows the change of the flavor");
});

test("a preview fails for what the cloud does not have, by path", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const wrong = program({ flavor: "m1.huge", datastore: { type: "mysql", version: "9.9" } });
  const create = await failureOf(plugin.create({ properties: await checked(plugin, wrong), preview: true }));
  const { id, outputs: olds, inputs: oldInputs } = await created(plugin);
  const news = await checked(plugin, program({ flavor: "m1.huge" }), oldInputs);
  const update = await failureOf(plugin.update({ id, olds, oldInputs, news, preview: true }));
  assert.match(
    create.message,
    /^Creating instance "db" was refused.*\nflavor: this cloud has no .*\ndatastore\.version: /s,
  );
  assert.match(update.message, /^Changing instance .* was refused.* flavor: this cloud has no flavor "m1\.huge"/s);
  for (const { message, partial } of [create, update]) {
    assert.match(message, /[^.]\. \[TROVE_REFUSED\]$/);
    assert.equal(partial, undefined);
  }
});

test("a preview of a replacement says why the instance cannot be kept", async (t) => {
  const { start } = await startHarness(t);
  const { id, outputs: olds, inputs: oldInputs } = await created(await start());
  const plugin = await start();
  const moved = program({ availabilityZone: "other", allow: { replace: true } });
  const news = await checked(plugin, moved, oldInputs);
  assert.deepEqual((await plugin.diff({ id, olds, oldInputs, news })).replaces, ["availabilityZone"]);
  await plugin.create({ properties: await checked(plugin, moved), preview: true });
  assert.match(plugin.stderr(), /^availabilityZone: .*the instance is replaced/m);
});

test("previews that run at once wait and warn once for an unreachable cloud", async (t) => {
  const { cloud } = await startHarness(t);
  const plugin = await startUnconfigured(t);
  await plugin.configure({ ...settings(cloud), authUrl: "http://127.0.0.1:9/v3" });
  const urns = ["one", "two", "three"].map((name) => `${URN}-${name}`);
  const previews = urns.map(async (urn) => {
    const { inputs } = await plugin.check({ urn, news: program() });
    return plugin.create({ urn, properties: inputs, preview: true });
  });
  for (const { outputs } of await Promise.all(previews)) assert.equal(outputs.flavor, "m1.small");
  assert.equal(plugin.stderr().match(/could not/g)?.length, 1, plugin.stderr());
});

test("previews that run at once count against the quota together", async (t) => {
  const { start } = await startHarness(t, { maxInstances: 2 });
  const plugin = await start();
  const urns = ["one", "two", "three"].map((name) => `${URN}-${name}`);
  await Promise.all(
    urns.map(async (urn) => {
      const { inputs } = await plugin.check({ urn, news: program() });
      return plugin.create({ urn, properties: inputs, preview: true });
    }),
  );
  assert.match(plugin.stderr(), /Quota would be exceeded: 2 instances allowed/);
});
