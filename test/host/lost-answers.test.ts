import assert from "node:assert/strict";
import { test } from "node:test";
import type { Effect } from "../../simulator/index.ts";
import { openApi, until } from "../support/cloud-api.ts";
import { createInstance } from "../support/cloud-instances.ts";
import type { HostError } from "../support/provider-process.ts";
import { asked, checked, created, failureOf, type Harness, properties, startHarness } from "./harness.ts";

const TROVES_500 = { computeFault: { code: 500, message: "The server has either erred or is incapable…" } };

/** The ways in which the answer to a create can get lost after Trove executed it. */
const AFTER_EFFECT: Readonly<Record<string, Effect>> = {
  "a reset": { type: "reset", when: "after" },
  "an answer that breaks off": { type: "truncate" },
  "Trove's own 500": { type: "status", status: 500, body: TROVES_500, when: "after" },
  "a proxy's 502": { type: "status", status: 502, body: "<html><title>Bad Gateway</title></html>", when: "after" },
  "a proxy's 504": { type: "status", status: 504, body: {}, when: "after" },
  "a 408": { type: "status", status: 408, body: {}, when: "after" },
  "a page instead of JSON": { type: "status", status: 200, body: "<html>hello</html>", when: "after" },
  "JSON that is no instance": { type: "status", status: 200, body: { instance: null }, when: "after" },
  "an empty answer": { type: "status", status: 200, when: "after" },
};

for (const [name, effect] of Object.entries(AFTER_EFFECT)) {
  test(`${name} after the create took effect leaves that one instance`, async (t) => {
    const { cloud, start } = await startHarness(t);
    const host = await start();
    cloud.faults.add({ method: "POST", path: "/instances$", effect });
    const { id, outs } = await created(host);
    assert.equal(outs.status, "ACTIVE");
    assert.deepEqual(
      cloud.instances().map((record) => record.id),
      [id],
    );
    assert.equal(asked(cloud, "POST").length, 1);
  });
}

test("repeats a create after a 500 of Trove once a later list shows no instance", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 500, body: TROVES_500 } });
  const { id } = await created(host);
  assert.deepEqual(
    cloud.instances().map((record) => record.id),
    [id],
  );
  assert.equal(asked(cloud, "POST").length, 2);
  const [first, second] = cloud.requests.filter(({ method, service }) => method === "POST" && service === "trove");
  assert.ok((second?.t ?? 0) - (first?.t ?? 0) >= 0.45, "whatever Trove stumbled over has no time to pass");
});

test("a create that Trove always answers with 500 fails, and leaves no instance", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  cloud.faults.add({
    method: "POST",
    path: "/instances$",
    times: 0,
    effect: { type: "status", status: 500, body: TROVES_500 },
  });
  const { message, partial } = await failureOf(created(host));
  assert.match(message, /\[TROVE_SERVER\]$/);
  assert.equal(partial, undefined);
  assert.equal(asked(cloud, "POST").length, 3);
  assert.deepEqual(cloud.instances(), []);
});

const DEFAULT_NAME = "db-1234567";

/** The answer to a create is lost, and another client creates an instance of the same name before the host lists them. */
async function createBesideRival({ cloud, start }: Harness, name: string, flavorRef: string) {
  const host = await start();
  const inputs = await checked(host, properties(name === DEFAULT_NAME ? {} : { name }));
  const other = await openApi(cloud);
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
  cloud.faults.add({ method: "GET", path: "/instances/detail", nth: 2, effect: { type: "delay", seconds: 1.5 } });
  const creating = host.create(inputs).then(
    ({ id }) => ({ id, failure: undefined }),
    (failure: unknown) => ({ id: undefined, failure }),
  );
  const [own] = await until(
    "the create's effect",
    async () => cloud.instances(),
    ({ length }) => length === 1,
  );
  const rival = await createInstance(other, { name, flavorRef });
  return { own: own?.id ?? "", rival, ...(await creating) };
}

test("takes none of two candidates under the default name, and names both", async (t) => {
  const harness = await startHarness(t);
  const { failure, own, rival } = await createBesideRival(harness, DEFAULT_NAME, "2");
  const { message, partial } = failure as HostError;
  assert.match(message, /\[TROVE_AMBIGUOUS_CREATE\]$/);
  assert.equal(partial, undefined);
  assert.equal(harness.cloud.instances().length, 2);
  for (const id of [own, rival.id]) assert.match(message, new RegExp(id));
});

test("takes its own instance under the default name, not one of another flavor", async (t) => {
  const harness = await startHarness(t);
  const { id, own } = await createBesideRival(harness, DEFAULT_NAME, "1");
  assert.equal(id, own);
});

test("takes none of two candidates under a chosen name, and names both and adoptId", async (t) => {
  const harness = await startHarness(t);
  const { failure, own, rival } = await createBesideRival(harness, "shared", "2");
  const { message, partial } = failure as HostError;
  assert.match(message, /\[TROVE_UNKNOWN_OUTCOME\]$/);
  assert.equal(partial, undefined);
  for (const id of [own, rival.id]) assert.match(message, new RegExp(`${id} \\([A-Z]+, created 20`));
  assert.match(message, /set adoptId to its id/);
});

test("takes not even a single candidate under a chosen name, and names it", async (t) => {
  const harness = await startHarness(t);
  const { failure, own, rival } = await createBesideRival(harness, "shared", "1");
  const { message, partial } = failure as HostError;
  assert.match(message, /\[TROVE_UNKNOWN_OUTCOME\]$/);
  assert.equal(partial, undefined);
  assert.match(message, new RegExp(`${own} \\([A-Z]+, created 20`));
  assert.doesNotMatch(message, new RegExp(rival.id), "one of another flavor is no candidate");
});

test("takes no instance of another stack that has the chosen name already", async (t) => {
  const { cloud, start } = await startHarness(t);
  const stranger = await start();
  const host = await start();
  const inputs = await checked(host, properties({ name: "orders" }));
  const theirs = await created(stranger, properties({ name: "orders" }));
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 500, body: TROVES_500 } });
  const { id } = await host.create(inputs);
  assert.deepEqual(
    cloud.instances().map((record) => record.id),
    [theirs.id, id],
  );
});
