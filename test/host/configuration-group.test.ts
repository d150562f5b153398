import assert from "node:assert/strict";
import { test } from "node:test";
import { providerText } from "../../provider/provider-text.ts";
import type { Simulator } from "../../simulator/index.ts";
import type { Properties } from "../support/provider-process.ts";
import { asked, CHANGED, checked, created, failureOf, pathsOf, properties, startHarness } from "./harness.ts";

const mysql = { type: "mysql", version: "8.0.29" };
/** Takes effect only after a restart. */
const fixed = { innodb_buffer_pool_size: 10_000_000 };

/** The properties of a group as the SDK registers them. */
function group(values: Properties, fields: Properties = {}): Properties {
  return {
    datastore: mysql,
    values,
    __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Configuration::settings",
    __defaultName: "settings-1234567",
    __provider: providerText("Configuration"),
    ...fields,
  };
}

function tasks(cloud: Simulator): unknown[] {
  return cloud.instances("demo").map(({ task }) => task);
}

test("a group lives from create to delete, with an instance attached", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, group({ wait_timeout: "60", long_query_time: 1 }));
  assert.equal(outs.name, "settings-1234567");
  assert.deepEqual(outs.values, { wait_timeout: "60", long_query_time: 1 });
  assert.deepEqual(
    [outs.datastoreType, outs.datastoreVersion, outs.projectId],
    ["mysql", "8.0.29", cloud.projects.demo],
  );
  assert.match(String(outs.revision), /^[0-9a-f]{16}$/);
  assert.equal((await host.diff(id, outs, await checked(host, inputs, inputs))).changes, 1);
  const instance = await created(host, properties({ configuration: id, configurationRevision: outs.revision }));

  const news = await checked(host, group(fixed, { allow: { restart: true } }), inputs);
  assert.deepEqual(await host.diff(id, outs, news).then(({ changes, replacesList }) => [changes, replacesList]), [
    CHANGED,
    [],
  ]);
  const changed = await host.update(id, outs, news);
  assert.notEqual(changed.revision, outs.revision);
  assert.deepEqual(tasks(cloud), ["NONE"]);
  assert.deepEqual(asked(cloud, "POST").filter((path) => path.endsWith("/action")).length, 1);

  const read = await host.read(id, changed, news);
  assert.deepEqual({ ...read.props, __provider: undefined }, { ...changed, __provider: undefined });
  const { message } = await failureOf(host.delete(id, changed));
  assert.match(
    message,
    /was not deleted: it is attached to instance "db-1234567" .*\[TROVE_CONFIGURATION_ATTACHED\]$/s,
  );
  await host.delete(instance.id, instance.outs);
  await host.delete(id, changed);
  assert.equal((await host.read(id, changed, news)).id, "");
});

test("a refresh shows drift, and the next update corrects it", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, group({ wait_timeout: 60, innodb_ft_max_token_size: 20 }));
  const outside = await start();
  const drifted = { wait_timeout: 70, innodb_ft_max_token_size: 20 };
  await outside.update(id, outs, await checked(outside, group(drifted), inputs));

  const found = await host.read(id, outs, inputs);
  assert.deepEqual(found.props?.values, drifted);
  const news = await checked(host, inputs, inputs);
  assert.equal((await host.diff(id, found.props ?? {}, news)).changes, CHANGED);
  const corrected = await host.update(id, found.props ?? {}, news);
  assert.deepEqual([corrected.values, corrected.revision], [inputs.values, outs.revision]);
});

test("a preview names each value that the datastore version does not take", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, group({ wait_timeout: 60 }));
  const previewed = async () => {
    const news = await checked(host, group({ wait_timeot: 60, max_connections: 0 }, { __preview: true }), inputs);
    return host.diff(id, outs, news);
  };
  const { message } = await failureOf(previewed());
  assert.match(message, /values\.wait_timeot: .*did you mean "wait_timeout"\?/);
  assert.match(message, /values\.max_connections: must be at least 1/);
});

test("a check reports arguments that are missing or wrong", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { failures } = await host.check({}, group([] as unknown as Properties, { allow: { reboot: true } }));
  assert.deepEqual(pathsOf(failures), ["allow.reboot", "values"]);
});

test("another version replaces the group, the new one first", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, group({ wait_timeout: 60 }));
  const older = group({ wait_timeout: 60 }, { datastore: { type: "mysql", version: "5.7.29" } });
  const news = await checked(host, older, inputs);
  const { replacesList, deletebeforereplace } = await host.diff(id, outs, news);
  assert.deepEqual([replacesList, deletebeforereplace], [["datastore"], false]);
  // The default name is that of the old group still.
  const replaced = await host.create(await checked(host, older));
  assert.deepEqual([replaced.outs.name, replaced.outs.datastoreVersion], [outs.name, "5.7.29"]);
  await host.delete(id, outs);
});

test("an update that Cancel ends is a partial failure, and the next one finishes it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const first = await start();
  const { id, inputs, outs } = await created(first, group({ wait_timeout: 60 }));
  await created(first, properties({ configuration: id }));
  cloud.faults.add({ method: "PUT", effect: { type: "hang", when: "after" } });
  const news = await checked(first, group({ wait_timeout: 70 }), inputs);
  const updating = failureOf(first.update(id, outs, news));
  while (!asked(cloud, "PUT").some((path) => path.startsWith("/configurations"))) await new Promise(setImmediate);
  await first.cancel();
  const { partial } = await updating;
  assert.equal(partial?.id, id);

  const second = await start();
  const finished = await second.update(
    id,
    partial.properties,
    await checked(second, group({ wait_timeout: 70 }), inputs),
  );
  assert.deepEqual(finished.values, { wait_timeout: 70 });
  assert.equal((await second.diff(id, finished, news)).changes, 1);
});
