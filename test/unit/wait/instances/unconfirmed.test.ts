import assert from "node:assert/strict";
import { test } from "node:test";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

function project(count: number, status: string) {
  const clock = new ManualClock();
  const ids = idsOf(count);
  const at = new ProjectOfInstances(clock, ids, status);
  const each = <T>(ask: (id: string) => Promise<T>) => clock.run(Promise.all(ids.map(ask)));
  return {
    ...{ clock, ids, at },
    look: () => each((id) => at.poller.get(id)),
    read: () => each((id) => at.poller.getRecent(id)),
    gets: () => at.asked().filter((what) => what.startsWith("GET")),
    pages: () => at.asked().filter((what) => what.startsWith("page")),
  };
}

test("reads a hundred instances in BUILD with eight GETs if GETs show no more", async () => {
  const { at, read, gets, pages } = project(100, "BUILD");
  at.addressesInBuild = false;
  assert.deepEqual(new Set((await read()).map(({ status }) => status)), new Set(["BUILD"]));
  assert.deepEqual([gets().length, pages().length], [8, 5]);
  await read();
  assert.deepEqual([gets().length, pages().length], [8, 5]);
});

test("reads all in BUILD by GETs once one GET shows addresses", async () => {
  const { read, gets } = project(20, "BUILD");
  const seen = await read();
  assert.deepEqual(new Set(seen.map(({ addresses }) => addresses.length)), new Set([1]));
  assert.equal(gets().length, 20);
});

for (const status of ["RESIZE", "RESTART_REQUIRED", "ERROR"]) {
  test(`needs no GET in ${status} if instances show hostnames`, async () => {
    const { ids, at, look, read, gets } = project(20, status);
    at.hostnames = true;
    for (const id of ids) at.untagged.add(id);
    await look();
    const seen = await read();
    assert.deepEqual(new Set(seen.map((one) => one.status)), new Set([status]));
    assert.deepEqual(gets(), []);
  });
}

test("a hostname does not confirm the SHUTDOWN of a list", async () => {
  const { ids, at, read, gets } = project(20, "SHUTDOWN");
  at.hostnames = true;
  for (const id of ids) at.statuses.set(id, "ACTIVE");
  for (const id of ids) at.untagged.add(id);
  assert.deepEqual(new Set((await read()).map(({ status }) => status)), new Set(["ACTIVE"]));
  assert.equal(gets().length, 20);
});

test("reads a confirmed ERROR from lists for a minute", async () => {
  const { ids, at, clock, read, gets } = project(5, "ERROR");
  for (const id of ids) at.untagged.add(id);
  at.withoutPorts = true;
  await read();
  assert.equal(gets().length, 5);
  await clock.run(clock.sleep(30_000));
  await read();
  assert.equal(gets().length, 5);
});

test("GETs of recent reads delay the next read by their share of the rate", async () => {
  const { at, clock, ids, read } = project(40, "RESIZE");
  for (const id of ids) at.untagged.add(id);
  await read();
  const from = clock.now();
  await clock.run(Promise.all(ids.map((id) => at.poller.get(id))));
  assert.ok(clock.now() - from > 5000, `looked after ${clock.now() - from} ms`);
});

test("sends the GET of a misreported instance before the list of the others", async () => {
  const { ids, at, look } = project(20, "ACTIVE");
  const untagged = ids.at(-1) ?? "";
  at.untagged.add(untagged);
  await look();
  const from = at.requests.length;
  await look();
  const [first, second, ...others] = at.requests.slice(from);
  assert.deepEqual([first?.what, second?.what, others], [`GET ${untagged}`, "page 1", []]);
});

test("continues with GETs during a long list", async () => {
  const { ids, at, clock, look, gets } = project(60, "ACTIVE");
  at.perMinute = 10_000;
  for (const id of ids.slice(0, 20)) at.untagged.add(id);
  await look();
  const [before, from] = [gets().length, clock.now()];
  at.fault = (what) => (what.startsWith("page") ? clock.sleep(10_000) : Promise.resolve());
  await look();
  const times = at.requests
    .filter(({ what, at: time }) => what.startsWith("GET") && time >= from)
    .map(({ at: t }) => t);
  assert.equal(gets().length - before, 20);
  assert.ok(Math.max(...times) - from < 5000, `the last GET went out after ${Math.max(...times) - from} ms`);
});

test("reads a confirmed SHUTDOWN from lists, with or without addresses", async () => {
  const { ids, at, clock, look, gets, pages } = project(20, "SHUTDOWN");
  at.addressesInShutdown = true;
  await look();
  assert.deepEqual([gets().length, pages().length], [20, 1]);
  const gone = ids.map((id) =>
    at.poller.waitFor(id, {
      what: `instance ${id} to be gone`,
      observe: async (observed) => (await observed()).status,
      status: (status) => status,
      until: () => clock.now() > 60_000,
      deadline: deadlineIn(clock, 600_000),
      pace: at.poller.pace,
      expectsShutdown: () => true,
    }),
  );
  await clock.run(Promise.all(gone));
  assert.equal(gets().length, 20);
});

test("sends no more GETs for cancelled reads", async () => {
  const { ids, at, clock, gets } = project(20, "SHUTDOWN");
  const cancel = new AbortController();
  const looks = Promise.allSettled(ids.map((id) => at.poller.get(id, cancel.signal)));
  at.fault = async (what) => {
    if (what.startsWith("GET")) cancel.abort(new Error("cancelled"));
  };
  await clock.run(looks);
  await clock.run(clock.sleep(60_000));
  assert.equal(gets().length, 8);
  assert.equal(clock.sleepers, 0);
});

test("sends no more GETs for cancelled waits", async () => {
  const { ids, at, clock, gets } = project(40, "SHUTDOWN");
  const cancel = new AbortController();
  const waits = ids.map((id) =>
    at.poller.waitFor(id, {
      what: `instance ${id} to become ACTIVE`,
      observe: async (observed) => (await observed()).status,
      status: (status) => status,
      until: (status) => status === "ACTIVE",
      deadline: deadlineIn(clock, 600_000),
      pace: at.poller.pace,
      expectsShutdown: () => clock.now() < 20_000,
      signal: cancel.signal,
    }),
  );
  at.fault = async (what) => {
    if (what.startsWith("GET")) cancel.abort(new Error("cancelled"));
  };
  await clock.run(Promise.allSettled(waits));
  const sent = gets().length;
  assert.ok(sent > 0 && sent <= 8, `${sent} GETs before the end`);
  await clock.run(clock.sleep(60_000));
  assert.deepEqual([gets().length, clock.sleepers], [sent, 0]);
});
