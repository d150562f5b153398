import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Context } from "../../../../../provider/resources/context.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { type Harness, startHarness, until } from "../harness.ts";
import { inputs } from "../samples.ts";

/** A harness whose instances stay in BUILD until the test changes them. Everything ends with the test. */
async function startSlowly(t: TestContext): Promise<Harness> {
  const { cloud, context, lines } = await startHarness(t, { boot: 1800 });
  const over = new AbortController();
  t.after(() => over.abort(new Error("the test is over")));
  return { cloud, context: { ...context, signal: over.signal }, lines };
}

/** Creates a source for each letter, then starts to create a replica of each at once: `of-a` of `a`, and so on. */
async function replicate(harness: Harness, sources: string, fields: Partial<Context> = {}) {
  const ids = new Map<string, string>();
  for (const name of sources) ids.set(name, await makeSource(harness, name));
  return Array.from(ids, ([name, replicaOf]) => {
    const created = create({ name: `of-${name}`, replicaOf }, { ...harness.context, ...fields });
    created.catch(() => {});
    return created;
  });
}

async function makeSource({ cloud, context }: Harness, name: string): Promise<string> {
  const { id } = await context.trove.instances.create({ name, flavorId: "2", volume: { size: 1 } });
  cloud.change(id, (record) => {
    record.status = "ACTIVE";
    record.volumeExists = true;
  });
  return id;
}

const WAITS = "queued: the first replica of a run is created alone";

const waits = ({ lines }: Harness) => lines.filter((line) => line === WAITS).length;

/** The replicas whose create requests were sent, in that order. */
function sent({ cloud }: Harness): string[] {
  const names = cloud.instances().map(({ name }) => name);
  return names.filter((name) => name.startsWith("of-"));
}

/** Waits until the instance exists and is polled: by then all requests that could be sent with it were sent. */
async function watched({ cloud }: Harness, name: string): Promise<string> {
  const find = async () => cloud.instances().find((record) => record.name === name)?.id;
  const id = (await until(name, find, (found) => found !== undefined)) ?? assert.fail();
  const from = cloud.requests.length;
  await until(
    `a look at ${name}`,
    async () => cloud.requests.slice(from),
    (requests) => requests.some(({ method, path }) => method === "GET" && path.includes("/instances")),
  );
  return id;
}

async function end(harness: Harness, name: string, status: "ACTIVE" | "ERROR"): Promise<void> {
  harness.cloud.change(await watched(harness, name), (record) => {
    record.status = status;
  });
}

test("creates the first replica of a process alone, all others at once", async (t) => {
  const harness = await startSlowly(t);
  const [first, second] = await replicate(harness, "ab");
  await watched(harness, "of-a");
  assert.deepEqual(sent(harness), ["of-a"]);
  await end(harness, "of-a", "ACTIVE");
  await first;
  await watched(harness, "of-b");

  const others = await replicate(harness, "cd");
  await Promise.all([watched(harness, "of-c"), watched(harness, "of-d")]);
  assert.deepEqual(sent(harness).sort(), ["of-a", "of-b", "of-c", "of-d"]);
  await Promise.all(["of-b", "of-c", "of-d"].map((name) => end(harness, name, "ACTIVE")));
  await Promise.all([second, ...others]);
});

test("creates the next replica alone after the first one failed", async (t) => {
  const harness = await startSlowly(t);
  const [first] = await replicate(harness, "abcd");
  await end(harness, "of-a", "ERROR");
  await assert.rejects(first ?? assert.fail(), { code: "TROVE_INSTANCE_FAILED" });
  await watched(harness, "of-b");
  assert.deepEqual(sent(harness), ["of-a", "of-b"]);
  await end(harness, "of-b", "ACTIVE");
  await Promise.all([watched(harness, "of-c"), watched(harness, "of-d")]);
});

test("does not queue an instance that is no replica", async (t) => {
  const harness = await startSlowly(t);
  await replicate(harness, "a");
  await watched(harness, "of-a");
  const created = create(inputs({ volume: { size: 1 } }), harness.context);
  await end(harness, "db", "ACTIVE");
  await created;
});

test("shows that a replica is queued, and does not count that time", async (t) => {
  const harness = await startSlowly(t);
  const { clock } = harness.context;
  await replicate(harness, "a");
  await watched(harness, "of-a");
  const [second] = await replicate(harness, "b", { deadline: deadlineIn(clock, 240_000) });
  await clock.sleep(260_000);
  assert.equal(waits(harness), 1);
  await end(harness, "of-a", "ACTIVE");
  await end(harness, "of-b", "ACTIVE");
  await second;
});

test("ends at once if a queued replica is cancelled, and never creates it", async (t) => {
  const harness = await startSlowly(t);
  const [first] = await replicate(harness, "a");
  await watched(harness, "of-a");
  const cancel = new AbortController();
  const [second] = await replicate(harness, "b", { signal: cancel.signal });
  await until(
    "the wait",
    async () => waits(harness),
    (count) => count === 1,
  );
  cancel.abort(new Error("cancelled"));
  await assert.rejects(second ?? assert.fail(), /^Error: cancelled$/);
  await end(harness, "of-a", "ACTIVE");
  await first;
  const [third] = await replicate(harness, "c");
  await end(harness, "of-c", "ACTIVE");
  await third;
  assert.deepEqual(sent(harness), ["of-a", "of-c"]);
});

test("queues no replica if the project already has a backup", async (t) => {
  const harness = await startSlowly(t);
  const instanceId = await makeSource(harness, "kept");
  await harness.context.trove.backups.create({ name: "first", instanceId });
  await replicate(harness, "ab");
  await Promise.all([watched(harness, "of-a"), watched(harness, "of-b")]);
  assert.equal(waits(harness), 0);
});

test("creates the first replica alone if backups cannot be listed", async (t) => {
  const harness = await startSlowly(t);
  const fault = { method: "GET", path: "/backups", times: 0, effect: { type: "status", status: 403 } } as const;
  harness.cloud.faults.add(fault);
  await replicate(harness, "ab");
  await watched(harness, "of-a");
  assert.deepEqual([sent(harness), waits(harness)], [["of-a"], 1]);
});

test("does not count the time in the queue of the source", async (t) => {
  const harness = await startSlowly(t);
  const { context } = harness;
  const replicaOf = await makeSource(harness, "a");
  const first = create({ name: "of-a-1", replicaOf }, context);
  await end(harness, "of-a-1", "ACTIVE");
  await first;
  const second = create({ name: "of-a-2", replicaOf }, context);
  await watched(harness, "of-a-2");
  const third = create({ name: "of-a-3", replicaOf }, { ...context, deadline: deadlineIn(context.clock, 240_000) });
  await context.clock.sleep(260_000);
  await end(harness, "of-a-2", "ACTIVE");
  await end(harness, "of-a-3", "ACTIVE");
  await Promise.all([second, third]);
});
