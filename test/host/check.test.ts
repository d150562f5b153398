import assert from "node:assert/strict";
import { test } from "node:test";
import { INSTANCE_PROVIDER, UNKNOWN } from "../support/dynamic-host.ts";
import { checked, created, login, pathsOf, properties, startWorld, withUser } from "./harness.ts";

test("unknown values pass through check at any depth and fail nothing", async (t) => {
  const { start } = await startWorld(t);
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
  assert.deepEqual(await checked(host, news), { ...news, name: "db-1234567" });
});

test("whole arguments may be unknown", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const names = ["name", "flavor", "volume", "datastore", "databases", "users", "allow", "network", "access"];
  const more = ["replicaOf", "adoptId", "configuration", "restorePoint", "finalBackup", "availabilityZone", "locality"];
  const news = properties(Object.fromEntries([...names, ...more].map((name) => [name, UNKNOWN])));
  // A name that the program will say is not the default one.
  const { __defaultName: _, ...kept } = news;
  assert.deepEqual(await checked(host, news), kept);
});

test("an unknown item of the SDK's list of problems is no problem yet", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  await checked(host, properties({ __problems: UNKNOWN, databases: UNKNOWN }));
});

test("a preview with unknown values is a change, never a replacement and never an error", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const news = withUser({ flavor: UNKNOWN, network: { networkId: UNKNOWN }, replicaOf: UNKNOWN });
  const { changes, replacesList } = await host.diff(
    id,
    outs,
    await checked(host, { ...news, volume: UNKNOWN }, inputs),
  );
  assert.equal(changes, 0);
  assert.deepEqual(replacesList, []);
});

test("all failures come at once, each with the path that a program would write", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { failures } = await host.check(
    {},
    {
      __provider: INSTANCE_PROVIDER,
      __timeouts: { create: "soon" },
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
      "customTimeouts.create",
      "flavor",
      'users["app@%"].password',
      "users[1]",
      "volume.size",
    ].sort(),
  );
});

test("null is refused where an object, a list or a text is wanted", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { failures } = await host.check(
    {},
    properties({ volume: null, users: null, databases: null, access: { isPublic: true, allowedCidrs: [null] } }),
  );
  assert.deepEqual(pathsOf(failures).sort(), ["access.allowedCidrs[0]", "databases", "users", "volume"]);
});

test("grants that are no list are a failure of their path", async (t) => {
  const { start } = await startWorld(t);
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

test("no failure of check tells a password", async (t) => {
  const { start } = await startWorld(t);
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

test("the default name is taken once and kept when another would come", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const first = await checked(host, properties());
  assert.equal(first.name, "db-1234567");
  const later = await checked(host, properties({ __defaultName: "moved-7654321" }), first);
  assert.equal(later.name, "db-1234567");
  assert.deepEqual(await checked(host, properties({ __defaultName: "again-0000000" }), later), later);
});

test("a default name that was changed outside is brought back, be the resource renamed meanwhile", async (t) => {
  const { cloud, start } = await startWorld(t);
  const { id, outs } = await created(await start());
  cloud.change(id, (record) => {
    record.name = "theirs";
  });
  const host = await start();
  const { inputs = {}, props = {} } = await host.read(id, outs);
  assert.deepEqual([inputs.name, props.name], ["theirs", "theirs"]);
  const news = await checked(host, properties({ __defaultName: "moved-7654321" }), inputs);
  assert.equal(news.name, "db-1234567");
  assert.equal((await host.diff(id, props, news)).changes, 0);
  const updated = await host.update(id, props, news);
  assert.deepEqual([updated.name, cloud.instance(id)?.name], ["db-1234567", "db-1234567"]);
  assert.equal((await host.diff(id, updated, await checked(host, properties(), news))).changes, 1);
});

test("a name that the program chose once stays when the argument goes, however it is called by then", async (t) => {
  const { cloud, start } = await startWorld(t);
  const { id, inputs, outs } = await created(await start(), properties({ name: "mine" }));
  assert.equal((await checked(await start(), properties(), inputs)).name, "mine");
  cloud.change(id, (record) => {
    record.name = "theirs";
  });
  const host = await start();
  const read = await host.read(id, outs);
  assert.equal((await checked(host, properties(), read.inputs)).name, "theirs");
});

test("in a preview what the cloud does not have is a failure of its path, outside of one it is not asked", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start();
  const wrong = { flavor: "m1.huge", datastore: { type: "mysql", version: "9.9" } };
  await checked(host, properties({ ...wrong, __preview: false }));
  assert.deepEqual(cloud.requests, []);
  const { failures } = await host.check({}, properties({ ...wrong, __preview: true }));
  assert.deepEqual(pathsOf(failures), ["flavor", "datastore.version"]);
  for (const { reason } of failures) assert.match(reason, /^[\w.]+: this cloud has no /);
});

test("with trove:previewChecks off a preview asks the cloud for nothing", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start({ config: { ...login(cloud), "trove:previewChecks": "off" } });
  await checked(host, properties({ flavor: "m1.huge", __preview: true }));
  assert.deepEqual(cloud.requests, []);
});
