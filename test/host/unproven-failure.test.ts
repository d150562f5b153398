import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { until } from "../support/cloud-api.ts";
import { opened } from "../support/provider-process.ts";
import { asked, checked, failureOf, partialOf, properties, startHarness, testOnDynamic } from "./harness.ts";

const CONSENT = { allow: { replace: true } };
const KEYSTONE_IS_DOWN = { service: "keystone", times: 0, effect: { type: "status", status: 503 } } as const;

/** A create whose instance went to ERROR, and was repaired afterwards. */
async function repaired(t: TestContext) {
  const harness = await startHarness(t);
  const host = await harness.start();
  const inputs = await checked(host, properties({ name: "dbSERVER_ERROR" }));
  const { id, properties: olds } = await partialOf(host.create(inputs));
  harness.cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  return { ...harness, id, inputs, olds: opened(olds) };
}

test("does not replace an instance for a later ERROR if it was ACTIVE after a timeout", async (t) => {
  const { cloud, start } = await startHarness(t, { boot: 2 });
  const host = await start();
  const inputs = await checked(host, properties({ __timeouts: { create: "1s" } }));
  const { id, properties: olds } = await partialOf(host.create(inputs));
  await until(
    "the instance in service",
    async () => cloud.instance(id)?.status,
    (status) => status === "ACTIVE",
  );
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });

  const later = await start();
  const same = await checked(later, properties(), inputs);
  const { message } = await failureOf(later.diff(id, opened(olds), same));
  assert.match(message, /status: the instance is in ERROR, .*allow: \{ replace: true \}\. \[TROVE_REFUSED\]$/);
  const consented = await checked(later, properties(CONSENT), inputs);
  assert.deepEqual((await later.diff(id, opened(olds), consented)).replacesList, ["status"]);
  assert.deepEqual(asked(cloud, "DELETE"), []);
});

testOnDynamic(
  "its diff only warns, and the update fails",
  "does not replace a repaired instance while Keystone is down",
  async (t) => {
    const { cloud, start, id, inputs, olds } = await repaired(t);
    cloud.faults.add(KEYSTONE_IS_DOWN);
    const host = await start();
    const same = await checked(host, properties({ name: "dbSERVER_ERROR" }), inputs);
    const { message } = await failureOf(host.diff(id, olds, same));
    assert.match(message, /503.*\[TROVE_CONNECTION\]$/s);
  },
);

test("a preview while Keystone is down shows an update, with one warning", async (t) => {
  const { cloud, start, id, inputs, olds } = await repaired(t);
  cloud.faults.add(KEYSTONE_IS_DOWN);
  const host = await start();
  const same = await checked(host, properties({ name: "dbSERVER_ERROR", __preview: true }), inputs);
  const { changes, replacesList } = await host.diff(id, olds, same);
  assert.deepEqual([changes, replacesList], [2, []]);
  assert.equal(host.stderr().match(/could not/g)?.length, 1, host.stderr());
});

test("does not replace a repaired instance whose database has stopped", async (t) => {
  const { cloud, start, id, inputs, olds } = await repaired(t);
  cloud.change(id, (record) => {
    record.status = "SHUTDOWN";
  });
  const host = await start();
  const same = await checked(host, properties({ name: "dbSERVER_ERROR" }), inputs);
  assert.deepEqual((await host.diff(id, olds, same)).replacesList, []);
  const moved = await checked(host, properties({ name: "dbSERVER_ERROR", availabilityZone: "elsewhere" }), inputs);
  const { message } = await failureOf(host.diff(id, olds, moved));
  assert.match(message, /availabilityZone: .*needs a replacement.*allow: \{ replace: true \}\. \[TROVE_REFUSED\]$/s);
});

test("replaces a failed build without consent, also after a refresh", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const inputs = await checked(host, properties({ name: "dbSERVER_ERROR" }));
  const { id, properties: olds } = await partialOf(host.create(inputs));
  const { props } = await (await start()).read(id, opened(olds), inputs);
  assert.ok(props);
  const later = await start();
  const same = await checked(later, properties({ name: "dbSERVER_ERROR" }), inputs);
  const { replacesList, deletebeforereplace } = await later.diff(id, opened(props), same);
  assert.deepEqual([replacesList, deletebeforereplace], [["status"], true]);
});

test("replaces without consent an instance that is gone before its create completed", async (t) => {
  const { cloud, start, id, inputs, olds } = await repaired(t);
  cloud.remove(id);
  const host = await start();
  const same = await checked(host, properties({ name: "dbSERVER_ERROR" }), inputs);
  assert.deepEqual((await host.diff(id, olds, same)).replacesList, ["status"]);
  await host.delete(id, olds);
  assert.deepEqual(asked(cloud, "DELETE"), []);
});
