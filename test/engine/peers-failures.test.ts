import assert from "node:assert/strict";
import { test } from "node:test";
import { idOf } from "./clouds.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

test("a volume grows in place, with its data", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ volume: { size: 1 }, databases: [{ name: "app" }] }));
  stack.program = declares({ volume: { size: 2 }, databases: [{ name: "app" }] });
  assert.deepEqual((await stack.stack.preview()).changeSummary, { same: 1, update: 1 });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.volume.size, now?.databases.map(({ name }) => name)], [2, ["app"]]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("an instance whose build fails reports why, is in the state, and is no orphan", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares({ name: "db-GUEST_ERROR" }) });
  const message = await failureOf(stack.stack.up());
  assert.match(message, /is in ERROR\. Trove says: Service not active, status: failed to spawn/);
  const [state] = await stack.resources();
  assert.deepEqual([state?.id, state?.outputs.status], [idsIn(cloud)[0], "ERROR"]);
  await stack.stack.destroy();
  assert.deepEqual(cloud.instances(), []);
});

test("more creates than the rate limit allows leave no orphan and no failure", async (t) => {
  const { cloud, createStack } = await startHarness(t, { rate: 60, maxInstances: 30, boot: 0.5 });
  const names = Array.from({ length: 12 }, (_, index) => `db${index}`);
  const stack = await createStack({
    program: async () => {
      for (const name of names) new TroveInstance(name, { flavor: "m1.small", volume: { size: 1 } });
    },
  });
  cloud.faults.add({
    method: "POST",
    path: "/instances$",
    nth: 3,
    times: 4,
    effect: {
      type: "status",
      status: 413,
      headers: { "retry-after": "1" },
      body: { overLimit: { code: 413, message: "This request was rate-limited.", retryAfter: "1" } },
    },
  });
  await stack.stack.up();
  const ids = await Promise.all(names.map((name) => idOf(stack, name)));
  assert.deepEqual(idsIn(cloud).sort(), ids.sort());
});

test("never replaces an instance for a password, host, grant or the order of a list", async (t) => {
  const harness = await startHarness(t);
  const databases = [{ name: "app" }, { name: "audit" }];
  const users = [
    { name: "app", password: "p-of-app", databases: ["app", "audit"] },
    { name: "reader", password: "p-of-reader" },
  ];
  const { stack, id } = await upOf(harness, declares({ databases, users }));
  stack.program = declares({
    databases: databases.toReversed(),
    users: [...users.slice(1), { name: "app", password: "p-of-app", databases: ["audit", "app"] }],
  });
  await stack.stack.preview({ expectNoChanges: true });
  stack.program = declares({ databases, users: [{ name: "app", password: "p-new", host: "10.0.0.%", databases: [] }] });
  assert.deepEqual((await stack.stack.preview()).changeSummary, { same: 1, update: 1 });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(
    harness.cloud.instance(id)?.users.map(({ name, host }) => `${name}@${host}`),
    ["app@10.0.0.%"],
  );
});

test("more than a page of databases and users are all there after an up, and stay", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.2 });
  const databases = Array.from({ length: 23 }, (_, index) => ({ name: `app${index}` }));
  const users = Array.from({ length: 22 }, (_, index) => ({ name: `user${index}`, password: `p-of-${index}` }));
  const { stack, id } = await upOf(harness, declares({ databases, users }));
  await stack.stack.refresh({ expectNoChanges: true });
  stack.program = declares({ databases: [...databases, { name: "last" }], users: users.slice(1) });
  await stack.stack.up();
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.databases.length, now?.users.length], [24, 21]);
});
