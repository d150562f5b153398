import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { type Harness, startHarness } from "../../instance/harness.ts";
import { inputs } from "../../instance/samples.ts";

const databases = { one: {}, two: {} };

async function instanceIn({ context, cloud }: Harness): Promise<string> {
  const { id } = await create(inputs({ databases, users: {} }), context);
  cloud.requests.length = 0;
  return id;
}

/** How many pages of databases were read. */
function pages({ cloud }: Harness): number {
  return cloud.requests.filter(({ method, path }) => method === "GET" && path.includes("/databases")).length;
}

test("concurrent and later reads share one list", async (t) => {
  const harness = await startHarness(t);
  const { context } = harness;
  const id = await instanceIn(harness);
  const read = () => context.guestLists.recent("databases", id, context);
  const all = await Promise.all([read(), read(), read()]);
  await context.clock.sleep(9_000);
  assert.deepEqual([...(await read()).listed], ["one", "two"]);
  assert.equal(new Set(all.map(({ sequence }) => sequence)).size, 1);
  assert.equal(pages(harness), 1);
});

test("a list that is older than ten seconds serves no read", async (t) => {
  const harness = await startHarness(t);
  const { context } = harness;
  const id = await instanceIn(harness);
  await context.guestLists.recent("databases", id, context);
  await context.clock.sleep(10_001);
  await context.guestLists.recent("databases", id, context);
  assert.equal(pages(harness), 2);
});

test("a list that began before a change of the instance serves no read of it", async (t) => {
  const harness = await startHarness(t);
  const { context } = harness;
  const id = await instanceIn(harness);
  await context.guestLists.recent("databases", id, context);
  context.guestLists.recordChange("another");
  await context.guestLists.recent("databases", id, context);
  assert.equal(pages(harness), 1);
  context.guestLists.recordChange(id);
  await context.guestLists.recent("databases", id, context);
  assert.equal(pages(harness), 2);
  await context.guestLists.recentBeforeChanges("databases", id, context);
  assert.equal(pages(harness), 2);
});

test("waits that ask for newer lists share them, a quarter of a second apart", async (t) => {
  const harness = await startHarness(t);
  const { context } = harness;
  const id = await instanceIn(harness);
  const begun = context.clock.now();
  const waits = Array.from({ length: 20 }, async () => {
    let after = 0;
    for (let count = 0; count < 3; count += 1) {
      after = (await context.guestLists.list("databases", id, { after }, context)).sequence;
    }
  });
  await Promise.all(waits);
  assert.equal(pages(harness), 3);
  assert.ok(context.clock.now() - begun >= 500);
});

test("a list that fails is not kept", async (t) => {
  const harness = await startHarness(t);
  const { context, cloud } = harness;
  const id = await instanceIn(harness);
  cloud.faults.add({ method: "GET", path: "/databases", effect: { type: "status", status: 404 } });
  await assert.rejects(context.guestLists.recent("databases", id, context));
  assert.deepEqual([...(await context.guestLists.recent("databases", id, context)).listed], ["one", "two"]);
});
