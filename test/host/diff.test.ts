import assert from "node:assert/strict";
import { test } from "node:test";
import type { DynamicHost } from "../support/dynamic-host.ts";
import { opened, type Properties } from "../support/provider-process.ts";
import { CHANGED, checked, created, failureOf, properties, startHarness, testOnDynamic, withUser } from "./harness.ts";

const NO_CHANGES = 1;
const SOME_CHANGES = 2;

async function diffAfterCheck(
  host: DynamicHost,
  id: string,
  olds: Properties,
  news: Properties,
  oldInputs: Properties,
) {
  return host.diff(id, olds, await checked(host, news, oldInputs));
}

test("leaves changes of the state alone to the engine's comparison", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  for (const change of [{ allow: { restart: true } }, { datastore: { type: "mysql" } }]) {
    const answer = await diffAfterCheck(host, id, outs, properties(change), inputs);
    assert.equal(answer.changes, CHANGED, JSON.stringify(change));
    assert.deepEqual(answer.replacesList, []);
    assert.equal(answer.deletebeforereplace, false);
  }
});

test("a flavor id in place of its name changes nothing in the cloud", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const news = await checked(host, properties({ flavor: "2" }), inputs);
  assert.equal((await host.diff(id, outs, news)).changes, CHANGED);
  const updated = await host.update(id, outs, news);
  assert.equal(updated.flavor, "2");
  assert.equal((await host.diff(id, updated, news)).changes, NO_CHANGES);
});

testOnDynamic(
  "the engine passes timeouts with each operation",
  "updates for changed timeouts without naming hidden inputs",
  async (t) => {
    const { start } = await startHarness(t);
    const host = await start();
    const { id, inputs, outs } = await created(host);
    const longer = properties({ __timeouts: { delete: "2h" } });
    const news = await checked(host, { ...longer, __preview: true }, inputs);
    const answer = await host.diff(id, outs, news);
    assert.deepEqual([answer.changes, answer.replacesList], [SOME_CHANGES, []]);
    assert.match(host.stderr(), /^customTimeouts: the change is only recorded in the state\.$/m);
    const updated = await host.update(id, outs, news);
    assert.deepEqual(updated.__timeouts, { delete: "2h" });
    assert.equal((await host.diff(id, updated, news)).changes, NO_CHANGES);
  },
);

test("does not replace an instance for a removed argument", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const news = await checked(host, properties(), inputs);
  const answer = await host.diff(id, outs, news);
  assert.equal(answer.changes, CHANGED);
  assert.deepEqual(answer.replacesList, []);
  const updated = await host.update(id, outs, news);
  assert.deepEqual([updated.users, updated.databases], [null, null]);
  assert.equal((await host.diff(id, updated, news)).changes, NO_CHANGES);
});

test("refuses to replace an instance that has been ACTIVE without consent, by path", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const { message } = await failureOf(diffAfterCheck(host, id, outs, properties({ availabilityZone: "nova" }), inputs));
  assert.match(message, /availabilityZone: .*allow: \{ replace: true \}.* \[TROVE_REFUSED\]$/);
});

test("replaces an instance with consent, naming the argument", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const news = properties({ availabilityZone: "nova", allow: { replace: true } });
  const answer = await diffAfterCheck(host, id, outs, news, inputs);
  assert.equal(answer.changes, CHANGED);
  assert.deepEqual(answer.replacesList, ["availabilityZone"]);
  assert.equal(answer.deletebeforereplace, false);
});

test("deletes first if the instance has a fixed address", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const network = { subnetId: "2e0ba7a9-7a38-4d8e-a6fc-8c0f0e7f5f00", ipAddress: "10.0.0.9" };
  const answer = await diffAfterCheck(host, id, outs, properties({ network, allow: { replace: true } }), inputs);
  assert.deepEqual(answer.replacesList, ["network"]);
  assert.equal(answer.deletebeforereplace, true);
});

test("refuses a smaller volume, even with consent to replace", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, properties({ volume: { size: 2 } }));
  const news = properties({ volume: { size: 1 }, allow: { replace: true } });
  const { message } = await failureOf(diffAfterCheck(host, id, outs, news, inputs));
  assert.match(message, /volume\.size: .*\[TROVE_REFUSED\]$/);
});

test("a refresh shows drift that an update corrects in place", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  cloud.change(id, (record) => {
    record.flavor = "3";
  });
  const refreshing = await start();
  const { props = {} } = await refreshing.read(id, outs);
  assert.equal(props.flavor, "3");
  const drift = await refreshing.diff(id, props, inputs);
  assert.equal(drift.changes, CHANGED);
  assert.deepEqual(drift.replacesList, []);
  const news = await checked(refreshing, properties(), inputs);
  assert.equal((await refreshing.diff(id, props, news)).changes, CHANGED);
  const updated = await refreshing.update(id, props, news);
  assert.deepEqual([updated.flavor, updated.flavorId, cloud.instance(id)?.flavor], ["m1.small", "2", "2"]);
  assert.equal((await refreshing.diff(id, updated, news)).changes, NO_CHANGES);
});

test("a refresh shows drift to a value that check would refuse", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const old = { datastore: { type: "mysql", version: "5.7.29" } };
  const { id, inputs, outs } = await created(host, properties(old));
  const newer = await created(host, properties({ name: "newer", datastore: { type: "mysql", version: "8.0.29" } }));
  cloud.change(id, (record) => {
    record.version = cloud.instance(newer.id)?.version ?? record.version;
  });
  const refreshing = await start();
  const { props = {} } = await refreshing.read(id, outs);
  assert.deepEqual(props.datastore, { type: "mysql", version: "8.0.29" });
  const drift = await refreshing.diff(id, props, inputs);
  assert.equal(drift.changes, SOME_CHANGES);
  assert.deepEqual(drift.replacesList, []);
  const { message } = await failureOf(diffAfterCheck(refreshing, id, props, properties(old), inputs));
  assert.match(message, /datastore\.version: cannot be downgraded from 8\.0\.29 to 5\.7\.29.*\[TROVE_REFUSED\]$/);
});

/** Changes in place of the inputs of `withUser`. */
const IN_PLACE: readonly (readonly [what: string, change: Properties])[] = [
  ["a name", { name: "other" }],
  ["a flavor", { flavor: "m1.medium" }],
  ["a larger volume", { volume: { size: 2 } }],
  ["an access", { access: { isPublic: false, allowedCidrs: [] } }],
  ["a new database", { databases: { app: {}, log: {} } }],
  ["a new user", { users: { "app@%": { password: "p-1", databases: ["app"] }, "b@%": { password: "p-2" } } }],
  ["no user", { users: {} }],
  ["a dropped database with consent", { databases: {}, users: {}, allow: { dropDatabases: true } }],
];

test("leaves changes in place to the engine's comparison, and applies them", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  let { id, inputs, outs } = await created(host, withUser());
  for (const [what, change] of IN_PLACE) {
    await t.test(what, async () => {
      const news = await checked(host, withUser(change), inputs);
      const answer = await host.diff(id, outs, news);
      assert.equal(answer.changes, CHANGED);
      assert.deepEqual(answer.replacesList, []);
      const updated = await host.update(id, outs, news);
      assert.equal((await host.diff(id, updated, news)).changes, NO_CHANGES);
      for (const [name, value] of Object.entries(change)) assert.deepEqual(opened(updated)[name], value, name);
    });
    // Each change starts from a new instance.
    await host.delete(id, outs);
    ({ id, inputs, outs } = await created(host, withUser()));
  }
  assert.equal(cloud.instances().length, 1);
});

test("refuses to drop a database without consent, and names the alternatives", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const { message } = await failureOf(diffAfterCheck(host, id, outs, withUser({ databases: {}, users: {} }), inputs));
  assert.match(message, /databases\.app: .*allow: \{ dropDatabases: true \}.* \[TROVE_REFUSED\]$/s);
  const updating = { ...inputs, databases: {}, users: {} };
  assert.match((await failureOf(host.update(id, outs, updating))).message, /databases\.app: .*\[TROVE_REFUSED\]$/s);
  assert.equal((await host.diff(id, outs, inputs)).changes, NO_CHANGES);
});

test("shows each change and its impact at preview, but not again at the update", async (t) => {
  const { start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start());
  const change = { flavor: "m1.medium", volume: { size: 2 }, allow: { restart: true } };
  const [preview, update] = [await start(), await start()];
  await diffAfterCheck(preview, id, outs, properties({ ...change, __preview: true }), inputs);
  await diffAfterCheck(update, id, outs, properties({ ...change, __preview: false }), inputs);
  const lines = preview.stderr().split("\n");
  assert.ok(lines.includes("flavor: m1.small → m1.medium, the database is down meanwhile"), lines.join("\n"));
  assert.ok(lines.includes("volume.size: 1 → 2 GiB, without interruption"), lines.join("\n"));
  assert.doesNotMatch(preview.stderr(), /allow/);
  assert.doesNotMatch(update.stderr(), /→/);
});

test("ignores the order of databases, users and grants", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const users = { "aa@%": { password: "pass-a", databases: ["xx", "yy"] }, "bb@%": { password: "pass-b" } };
  const { id, inputs, outs } = await created(host, properties({ databases: { xx: {}, yy: {} }, users }));
  const turned = { "bb@%": { password: "pass-b" }, "aa@%": { databases: ["yy", "xx"], password: "pass-a" } };
  const answer = await diffAfterCheck(
    host,
    id,
    outs,
    properties({ databases: { yy: {}, xx: {} }, users: turned }),
    inputs,
  );
  assert.equal(answer.changes, NO_CHANGES);
});
