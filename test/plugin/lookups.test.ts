import assert from "node:assert/strict";
import { test } from "node:test";
import { lookups } from "../../provider/lookups/index.ts";
import { asked, failureOf } from "../host/harness.ts";
import { until } from "../support/cloud-api.ts";
import { opened, secret } from "../support/provider-process.ts";
import { created, program, settings, startHarness, startUnconfigured } from "./harness.ts";

const NOBODYS = "8a2f3c1e-0000-4000-8000-000000000001";

test("serves every lookup by its type", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const required: Readonly<Record<string, object>> = {
    getInstance: { name: "orders" },
    getBackup: { name: "nightly" },
    getConfigurationParameters: { datastoreType: "mysql" },
  };
  const { id } = await created(plugin, program({ name: "orders" }));
  for (const { name, results } of lookups.filter((lookup) => lookup.name !== "getBackup")) {
    const found = await plugin.invoke(`trove:index:${name}`, { ...required[name] });
    assert.deepEqual(found.failures, []);
    assert.deepEqual(Object.keys(found.results ?? {}).sort(), Object.keys(results).sort(), name);
  }
  assert.equal((await plugin.invoke("trove:index:getInstance", { id })).results?.name, "orders");
  assert.match(
    (await failureOf(plugin.invoke("trove:index:getBackup", { name: "nightly" }))).message,
    /\[TROVE_LOOKUP\]$/,
  );
});

test("returns null for what is absent, also in an item of a list", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { outputs } = await created(plugin, program({ name: "orders" }));
  const { results } = await plugin.invoke("trove:index:getInstance", { name: "orders" });
  assert.equal(results?.replicaOf, null);
  assert.equal(results?.configuration, null);
  assert.deepEqual(results?.endpoint, outputs.endpoint);
  const { results: all } = await plugin.invoke("trove:index:getInstances", {});
  assert.deepEqual(all, { instances: [results] });
});

test("reports each failure of the arguments with its path, before any request", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const { results, failures } = await plugin.invoke("trove:index:getBackup", { instance: "orders", mostRecent: "yes" });
  assert.equal(results, undefined);
  assert.deepEqual(failures, [
    { property: "instance", reason: "must be an id (a UUID such as 8a2f3c1e-…)" },
    { property: "mostRecent", reason: "must be true or false" },
  ]);
  assert.deepEqual(cloud.requests, []);
});

test("takes null for an argument that is left out", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { id } = await created(plugin, program({ name: "orders" }));
  assert.equal((await plugin.invoke("trove:index:getInstance", { id, name: null })).results?.id, id);
});

test("returns secrets for a secret argument, and masks it in errors", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  await created(plugin, program({ name: "orders" }));
  const { results = {} } = await plugin.invoke("trove:index:getInstance", { name: secret("orders") });
  const plain = (await plugin.invoke("trove:index:getInstance", { name: "orders" })).results ?? {};
  const marked = Object.entries(plain).map(([name, value]) => [name, value === null ? null : secret(value)]);
  assert.deepEqual(results, Object.fromEntries(marked));
  assert.deepEqual(opened(results), plain);
  const { message } = await failureOf(plugin.invoke("trove:index:getInstance", { name: secret("confidential") }));
  assert.match(message, /^Instance "\*\*\*" does not exist/);
});

test("refuses a function that the package does not have, by name", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  for (const token of ["trove:index:getServer", "trove:index:toString", "trove:getFlavors"]) {
    const { message } = await failureOf(plugin.invoke(token, {}));
    assert.ok(message.includes(`of the plugin trove has no function ${token}. Install`), message);
  }
});

test("refuses a lookup before it is configured", async (t) => {
  const plugin = await startUnconfigured(t);
  const { message } = await failureOf(plugin.invoke("trove:index:getFlavors", {}));
  assert.match(message, /has not configured the plugin yet.*\[TROVE_CONFIG\]$/);
});

test("looks up in the cloud of its configuration", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  await created(plugin, program({ name: "orders" }));
  await plugin.configure(settings(cloud, "other"));
  assert.deepEqual((await plugin.invoke("trove:index:getInstances", {})).results, { instances: [] });
  const { message } = await failureOf(plugin.invoke("trove:index:getInstance", { id: NOBODYS }));
  assert.ok(message.includes(`does not exist in project ${cloud.projects.other}`), message);
});

test("logs in once, and lists the flavors once, for all lookups of a configuration", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  for (const _ of [1, 2, 3]) await plugin.invoke("trove:index:getFlavors", {});
  assert.deepEqual(
    asked(cloud, "GET").filter((path) => path === "/flavors"),
    ["/flavors"],
  );
  assert.equal(cloud.requests.filter(({ service, method }) => service === "keystone" && method === "POST").length, 1);
});

test("cancels a lookup with the operations of its configuration", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  cloud.faults.add({ method: "GET", path: "/flavors$", effect: { type: "hang" } });
  const looking = failureOf(plugin.invoke("trove:index:getFlavors", {}));
  await until(
    "the list of flavors",
    async () => asked(cloud, "GET"),
    (paths) => paths.includes("/flavors"),
  );
  await plugin.cancel();
  assert.match((await looking).message, /\[TROVE_CANCELLED\]$/);
});
