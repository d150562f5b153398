import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, checked, properties, startHarness } from "./harness.ts";

test("twenty concurrent creates in a new project succeed, none with a 500", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const names = Array.from({ length: 20 }, (_, index) => `db-${index}`);
  const inputs = await Promise.all(names.map((name) => checked(host, properties({ __defaultName: name }))));
  const created = await Promise.all(inputs.map((news) => host.create(news)));
  const there = cloud.instances("demo");
  assert.deepEqual(there.map(({ name }) => name).sort(), [...names].sort());
  assert.deepEqual(created.map(({ id }) => id).sort(), there.map(({ id }) => id).sort());
  assert.equal(asked(cloud, "POST").length, 20);
  assert.deepEqual(
    cloud.requests.filter(({ status }) => status >= 400),
    [],
  );
  assert.equal(cloud.requests.filter(({ service }) => service === "keystone").length, 1);
});

test("creates in two processes of one run do not interfere", async (t) => {
  const { cloud, start } = await startHarness(t);
  const hosts = await Promise.all([start(), start()]);
  const created = await Promise.all(
    hosts.map(async (host, index) => host.create(await checked(host, properties({ __defaultName: `db-${index}` })))),
  );
  assert.equal(new Set(created.map(({ id }) => id)).size, 2);
  assert.equal(cloud.instances("demo").length, 2);
});
