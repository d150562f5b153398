import assert from "node:assert/strict";
import { test } from "node:test";
import { INSTANCE_PROVIDER, opened, UNKNOWN } from "../support/provider-process.ts";
import {
  CHANGED,
  checked,
  created,
  login,
  pathsOf,
  properties,
  startHarness,
  testOnDynamic,
  withUser,
} from "./harness.ts";

test("check passes unknown values through, at any depth, without a failure", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const news = properties({
    flavor: UNKNOWN,
    volume: { size: UNKNOWN, type: UNKNOWN },
    databases: { app: { characterSet: UNKNOWN } },
    users: { "app@%": { password: UNKNOWN, databases: [UNKNOWN, "app", UNKNOWN] } },
    access: { isPublic: UNKNOWN, allowedCidrs: [UNKNOWN, UNKNOWN, "10.0.0.0/8"] },
    network: { networkId: UNKNOWN, subnetId: UNKNOWN, ipAddress: UNKNOWN },
    availabilityZone: UNKNOWN,
    locality: UNKNOWN,
    configuration: UNKNOWN,
    restorePoint: { backupId: UNKNOWN },
    finalBackup: { name: UNKNOWN },
    allow: { restart: UNKNOWN, dropDatabases: UNKNOWN, replace: UNKNOWN },
  });
  assert.deepEqual(opened(await checked(host, news)), { ...news, name: "db-1234567" });
});

test("check accepts whole arguments that are unknown", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const names = ["name", "flavor", "volume", "datastore", "databases", "users", "allow", "network", "access"];
  const more = ["replicaOf", "adoptId", "configuration", "restorePoint", "finalBackup", "availabilityZone", "locality"];
  const news = properties(Object.fromEntries([...names, ...more].map((name) => [name, UNKNOWN])));
  // The program chooses a name, though it is unknown yet, so the default name does not apply.
  const { __defaultName: _, ...expected } = news;
  assert.deepEqual(await checked(host, news), expected);
});

test("check ignores unknown items in the SDK's list of problems", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  await checked(host, properties({ __problems: UNKNOWN, databases: UNKNOWN }));
});

test("an unknown value previews as a change, not as a replacement or an error", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const news = withUser({ flavor: UNKNOWN, network: { networkId: UNKNOWN }, replicaOf: UNKNOWN });
  const { changes, replacesList } = await host.diff(
    id,
    outs,
    await checked(host, { ...news, volume: UNKNOWN }, inputs),
  );
  assert.equal(changes, CHANGED);
  assert.deepEqual(replacesList, []);
});

test("check reports all failures at once, each with its path in the program", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { failures } = await host.check(
    {},
    {
      __provider: INSTANCE_PROVIDER,
      __problems: [{ path: "users[1]", reason: 'is a second "app@%": each may be declared once' }],
      volume: { size: 0 },
      users: { "app@%": { password: "", databases: ["app"] }, "root@%": { password: "x1" } },
      access: { isPublic: "yes", allowedCidrs: ["10.0.0.0/33"] },
      colour: "blue",
    },
  );
  assert.deepEqual(
    pathsOf(failures).sort(),
    [
      "access.allowedCidrs[0]",
      "access.isPublic",
      "colour",
      "flavor",
      'users["app@%"].password',
      "users[1]",
      "volume.size",
    ].sort(),
  );
});

testOnDynamic("the engine parses timeouts", "check refuses a timeout that is not a duration", async (t) => {
  const { start } = await startHarness(t);
  const { failures } = await (await start()).check({}, properties({ __timeouts: { create: "soon" } }));
  assert.deepEqual(pathsOf(failures), ["customTimeouts.create"]);
});

test("check refuses null for an object, a list or a string", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { failures } = await host.check(
    {},
    properties({ volume: null, users: null, databases: null, access: { isPublic: true, allowedCidrs: [null] } }),
  );
  assert.deepEqual(pathsOf(failures).sort(), ["access.allowedCidrs[0]", "databases", "users", "volume"]);
});

test("check reports grants that are not a list, by path", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const users = {
    "app@%": { password: "x1", databases: "app" },
    "two@%": null,
    "three@%": { password: "x1", databases: [null] },
  };
  const { failures } = await host.check({}, withUser({ users }));
  assert.deepEqual(pathsOf(failures).sort(), [
    'users["app@%"].databases',
    'users["three@%"].databases[0]',
    'users["two@%"]',
  ]);
});

test("no failure of check contains a password", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const users = {
    "app@%": { password: ["very-secret"] },
    "two@%": { password: { very: "secret" } },
    "3@%": "very-secret",
  };
  const { failures } = await host.check({}, withUser({ users }));
  assert.equal(failures.length, 3);
  assert.doesNotMatch(JSON.stringify(failures), /secret/);
});

test("an instance keeps its default name when the SDK computes another", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const first = await checked(host, properties());
  assert.equal(first.name, "db-1234567");
  const later = await checked(host, properties({ __defaultName: "moved-7654321" }), first);
  assert.equal(later.name, "db-1234567");
  assert.deepEqual(await checked(host, properties({ __defaultName: "again-0000000" }), later), later);
});

test("restores a default name that was changed outside, even of a renamed resource", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, outs } = await created(await start());
  cloud.change(id, (record) => {
    record.name = "theirs";
  });
  const host = await start();
  const { inputs = {}, props = {} } = await host.read(id, outs);
  assert.deepEqual([inputs.name, props.name], ["theirs", "theirs"]);
  const news = await checked(host, properties({ __defaultName: "moved-7654321" }), inputs);
  assert.equal(news.name, "db-1234567");
  assert.equal((await host.diff(id, props, news)).changes, CHANGED);
  const updated = await host.update(id, props, news);
  assert.deepEqual([updated.name, cloud.instance(id)?.name], ["db-1234567", "db-1234567"]);
  assert.equal((await host.diff(id, updated, await checked(host, properties(), news))).changes, 1);
});

test("keeps a chosen name after the program removes the argument", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start(), properties({ name: "mine" }));
  assert.equal((await checked(await start(), properties(), inputs)).name, "mine");
  cloud.change(id, (record) => {
    record.name = "theirs";
  });
  const host = await start();
  const read = await host.read(id, outs);
  assert.equal((await checked(host, properties(), read.inputs)).name, "theirs");
});

testOnDynamic(
  "a check does not know that it is a preview",
  "only a preview asks the cloud what it offers, and reports what it lacks by path",
  async (t) => {
    const { cloud, start } = await startHarness(t);
    const host = await start();
    const wrong = { flavor: "m1.huge", datastore: { type: "mysql", version: "9.9" } };
    await checked(host, properties({ ...wrong, __preview: false }));
    assert.deepEqual(cloud.requests, []);
    const { failures } = await host.check({}, properties({ ...wrong, __preview: true }));
    assert.deepEqual(pathsOf(failures), ["flavor", "datastore.version"]);
    for (const { reason } of failures) assert.match(reason, /^[\w.]+: this cloud has no /);
  },
);

test("a preview with trove:previewChecks off sends no request to Trove", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start({ config: { ...login(cloud), "trove:previewChecks": "off" } });
  await checked(host, properties({ flavor: "m1.huge", __preview: true }));
  assert.deepEqual(cloud.requests, []);
});
