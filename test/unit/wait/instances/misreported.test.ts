import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerError } from "../../../../provider/trove/errors/status-errors.ts";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import type { InstanceWaitOptions } from "../../../../provider/wait/instances/instance-poller.ts";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

const minute = 60_000;

const FAILURE = {
  what: "Listing instances",
  status: 500,
  faultName: "instanceFault",
  serverMessage: "Internal Server Error",
  trovesOwn: true,
  method: "GET",
  path: "/instances/detail",
  requestId: "req-1",
  retryAfterMs: undefined,
  cause: undefined,
};

/** A project in which the servers of the first `untagged` instances have no tag. */
function project(count: number, { untagged, status }: { readonly untagged: number; readonly status: string }) {
  const clock = new ManualClock();
  const ids = idsOf(count);
  const at = new ProjectOfInstances(clock, ids, status);
  for (const id of ids.slice(0, untagged)) at.untagged.add(id);
  return { clock, ids, at };
}

type Harness = ReturnType<typeof project>;

/** Waits until an instance has a status; gives all that it saw. */
async function waitFor(
  { at, clock }: Harness,
  id: string,
  wanted: string,
  options: Pick<InstanceWaitOptions<string>, "expectsShutdown"> = {},
): Promise<string[]> {
  const seen: string[] = [];
  await at.poller.waitFor(id, {
    what: `instance ${id} to become ${wanted}`,
    observe: async (look) => {
      const { status } = await look();
      seen.push(status);
      return status;
    },
    status: (status) => status,
    until: (status) => status === wanted,
    deadline: deadlineIn(clock, 10 * minute),
    pace: at.poller.pace,
    ...options,
  });
  return seen;
}

async function becomes({ at, clock }: Harness, status: string, afterMs: number, ids: readonly string[]): Promise<void> {
  await clock.sleep(afterMs);
  for (const id of ids) at.statuses.set(id, status);
}

function count({ at }: Harness, what: RegExp, from = 0): number {
  return at.requests.filter((request) => request.at >= from && what.test(request.what)).length;
}

test("waits by GETs for instances that lists show as SHUTDOWN", async () => {
  const harness = project(4, { untagged: 4, status: "RESIZE" });
  const waits = Promise.all(harness.ids.map((id) => waitFor(harness, id, "ACTIVE")));
  void becomes(harness, "ACTIVE", 5000, harness.ids);
  for (const seen of await harness.clock.run(waits)) assert.deepEqual([...new Set(seen)], ["RESIZE", "ACTIVE"]);
  assert.ok(harness.clock.now() < 8000, `seen at ${harness.clock.now()}`);
});

test("a recent read returns the status and addresses of a GET, not of a list", async () => {
  const harness = project(30, { untagged: 30, status: "ACTIVE" });
  const read = () => harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.getRecent(id))));
  for (const instances of [await read(), await read()]) {
    assert.deepEqual(new Set(instances.map(({ status }) => status)), new Set(["ACTIVE"]));
    assert.deepEqual(new Set(instances.map(({ addresses }) => addresses.length)), new Set([1]));
  }
  assert.equal(count(harness, /^page/), 2);
  assert.equal(count(harness, /^GET/), 60);
});

test("a recent read in BUILD is a GET, since lists lack the addresses", async () => {
  const harness = project(5, { untagged: 5, status: "BUILD" });
  const instances = await harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.getRecent(id))));
  assert.deepEqual(new Set(instances.map(({ addresses }) => addresses.length)), new Set([1]));
});

test("a misreported instance takes one GET per read, the others share a list", async () => {
  const harness = project(20, { untagged: 1, status: "ACTIVE" });
  const [untagged = ""] = harness.ids;
  await harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.get(id))));
  assert.deepEqual(harness.at.asked(), ["page 1", `GET ${untagged}`]);
  await harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.get(id))));
  assert.deepEqual(harness.at.asked().slice(2).toSorted(), [`GET ${untagged}`, "page 1"]);
});

test("sends no list if every waiting instance is misreported", async () => {
  const harness = project(4, { untagged: 4, status: "ACTIVE" });
  const look = () => harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.get(id))));
  await look();
  await look();
  await look();
  assert.equal(count(harness, /^page/), 1);
});

test("reads an instance from lists again once they show its server", async () => {
  const harness = project(10, { untagged: 1, status: "ACTIVE" });
  const look = () => harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.get(id))));
  await look();
  harness.at.untagged.clear();
  await look();
  const before = harness.at.requests.length;
  await look();
  assert.deepEqual(harness.at.asked().slice(before), ["page 1"]);
});

test("a hundred misreported instances take at most 3/4 of the GET rate", async () => {
  const harness = project(100, { untagged: 100, status: "ACTIVE" });
  const waits = Promise.all(harness.ids.map((id) => waitFor(harness, id, "RESTART_REQUIRED")));
  void becomes(harness, "RESTART_REQUIRED", 5 * minute, harness.ids);
  await harness.clock.run(waits);
  const inFourMinutes = harness.at.requests.filter(({ at }) => at >= minute && at < 5 * minute).length;
  assert.ok(inFourMinutes <= 4 * 150 + 20, `${inFourMinutes} requests in four minutes`);
});

test("confirms with a GET a RESTART_REQUIRED that a list shows without server", async () => {
  const harness = project(4, { untagged: 4, status: "RESTART_REQUIRED" });
  const seen = await harness.clock.run(Promise.all(harness.ids.map((id) => harness.at.poller.get(id))));
  assert.deepEqual(new Set(seen.map(({ addresses }) => addresses.length)), new Set([1]));
});

test("a confirmed SHUTDOWN needs no other GET for a minute", async () => {
  const harness = project(20, { untagged: 0, status: "SHUTDOWN" });
  const waits = Promise.all(harness.ids.map((id) => waitFor(harness, id, "ACTIVE")));
  void becomes(harness, "ACTIVE", 55_000, harness.ids);
  await harness.clock.run(waits);
  assert.equal(count(harness, /^GET/), 20);
});

test("a wait that expects SHUTDOWN needs no GET while it does", async () => {
  const harness = project(20, { untagged: 0, status: "SHUTDOWN" });
  const options = { expectsShutdown: () => harness.clock.now() < 30_000 };
  const waits = Promise.all(harness.ids.map((id) => waitFor(harness, id, "ACTIVE", options)));
  void becomes(harness, "ACTIVE", 40_000, harness.ids);
  await harness.clock.run(waits);
  assert.equal(count(harness, /^GET/), count(harness, /^GET/, 30_000));
  assert.equal(count(harness, /^GET/), 20);
});

test("a failed list does not fail a read that has a GET of its own", async () => {
  const harness = project(20, { untagged: 1, status: "ACTIVE" });
  const look = () => harness.clock.run(Promise.allSettled(harness.ids.map((id) => harness.at.poller.get(id))));
  await look();
  // The GET takes longer than the list, which fails.
  harness.at.fault = async (what) => {
    if (what.startsWith("GET")) await harness.clock.sleep(1000);
    else throw new ServerError(FAILURE);
  };
  const [untagged, ...others] = await look();
  assert.equal(untagged?.status, "fulfilled");
  assert.deepEqual(new Set(others.map(({ status }) => status)), new Set(["rejected"]));
});
