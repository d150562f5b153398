import assert from "node:assert/strict";
import { test } from "node:test";
import type { DynamicHost } from "../support/dynamic-host.ts";
import { checked, created, failureOf, type Properties, properties, startWorld, withUser } from "./world.ts";

const UNKNOWN_CHANGES = 0;
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

test("what only state keeps is left to the engine to compare, and replaces nothing", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  for (const change of [
    { allow: { restart: true } },
    { __timeouts: { delete: "30m" } },
    { datastore: { type: "mysql" } },
  ]) {
    const answer = await diffAfterCheck(host, id, outs, properties(change), inputs);
    assert.equal(answer.changes, UNKNOWN_CHANGES, JSON.stringify(change));
    assert.deepEqual(answer.replacesList, []);
    assert.equal(answer.deletebeforereplace, false);
  }
});

test("a flavor given by its id instead of its name changes nothing in the cloud", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const news = await checked(host, properties({ flavor: "2" }), inputs);
  assert.equal((await host.diff(id, outs, news)).changes, UNKNOWN_CHANGES);
  const updated = await host.update(id, outs, news);
  assert.equal(updated.flavor, "2");
  assert.equal((await host.diff(id, updated, news)).changes, NO_CHANGES);
});

test("an argument that is removed is a change that replaces nothing", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser());
  const news = await checked(host, properties(), inputs);
  const answer = await host.diff(id, outs, news);
  assert.equal(answer.changes, UNKNOWN_CHANGES);
  assert.deepEqual(answer.replacesList, []);
  const updated = await host.update(id, outs, news);
  assert.ok(!("users" in updated) && !("databases" in updated));
  assert.equal((await host.diff(id, updated, news)).changes, NO_CHANGES);
});

test("what would replace an instance that was in service is refused without consent, by path", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const { message } = await failureOf(diffAfterCheck(host, id, outs, properties({ availabilityZone: "nova" }), inputs));
  assert.match(message, /availabilityZone: .*allow: \{ replace: true \}.* \[TROVE_REFUSED\]$/);
});

test("with consent the same is a replacement, named by its argument", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const news = properties({ availabilityZone: "nova", allow: { replace: true } });
  const answer = await diffAfterCheck(host, id, outs, news, inputs);
  assert.equal(answer.changes, UNKNOWN_CHANGES);
  assert.deepEqual(answer.replacesList, ["availabilityZone"]);
  assert.equal(answer.deletebeforereplace, false);
});

test("a replacement with a fixed address deletes first", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  const network = { subnetId: "2e0ba7a9-7a38-4d8e-a6fc-8c0f0e7f5f00", ipAddress: "10.0.0.9" };
  const answer = await diffAfterCheck(host, id, outs, properties({ network, allow: { replace: true } }), inputs);
  assert.deepEqual(answer.replacesList, ["network"]);
  assert.equal(answer.deletebeforereplace, true);
});

test("a smaller volume is refused, with the consent to replace too", async (t) => {
  const { start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, properties({ volume: { size: 2 } }));
  const news = properties({ volume: { size: 1 }, allow: { replace: true } });
  const { message } = await failureOf(diffAfterCheck(host, id, outs, news, inputs));
  assert.match(message, /volume\.size: .*\[TROVE_REFUSED\]$/);
});

test("a refresh shows drift that a check would refuse", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start();
  const { id, inputs, outs } = await created(host);
  cloud.change(id, (record) => {
    record.flavor = "3";
  });
  const refreshing = await start();
  const { props = {} } = await refreshing.read(id, outs);
  assert.equal(props.flavor, "3");
  const drift = await refreshing.diff(id, props, inputs);
  assert.equal(drift.changes, SOME_CHANGES);
  assert.deepEqual(drift.replacesList, []);
  const { message } = await failureOf(diffAfterCheck(refreshing, id, props, properties(), inputs));
  assert.match(message, /flavor: .*\[TROVE_REFUSED\]$/);
});

test("the order of databases, users and grants means nothing", async (t) => {
  const { start } = await startWorld(t);
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
