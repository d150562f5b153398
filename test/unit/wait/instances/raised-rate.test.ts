import assert from "node:assert/strict";
import { test } from "node:test";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

const second = 1000;
const minute = 60 * second;

/** A project whose cloud allows a million requests a minute. */
function project(count: number, status = "ACTIVE") {
  const clock = new ManualClock();
  const ids = idsOf(count);
  const at = new ProjectOfInstances(clock, ids, status);
  at.perMinute = 1_000_000;
  return { clock, ids, at };
}

type Harness = ReturnType<typeof project>;

/** Runs `work` for each id, for a hundred at a time, as the engine does with `--parallel 100`. */
async function hundredAtATime(ids: readonly string[], work: (id: string, index: number) => Promise<void>) {
  const queue = [...ids.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: 100 }, worker));
}

async function waitUntil({ at, clock }: Harness, id: string, wanted: string): Promise<void> {
  await at.poller.waitFor(id, {
    what: `instance ${id} to be ${wanted}`,
    observe: (look) =>
      look().then(
        ({ status }) => status,
        (error) => (error.code === "TROVE_NOT_FOUND" ? "gone" : Promise.reject(error)),
      ),
    status: (status) => status,
    until: (status) => status === wanted,
    deadline: deadlineIn(clock, 10 * minute),
    pace: at.poller.pace,
    expectsShutdown: () => wanted === "gone",
  });
}

/** Sends a change whose answer takes 50 to 500 ms. */
async function change({ at, clock }: Harness, index: number, apply: () => void, isDelete = false): Promise<void> {
  const count = () => {
    at.changed += 1;
    if (isDelete) at.deleted += 1;
  };
  count();
  await clock.sleep(50 + ((index * 37) % 450));
  apply();
  count();
}

/** Reads the instance, deletes it, and waits until it is gone a second later. */
async function destroy(harness: Harness, id: string, index: number): Promise<void> {
  const { at, clock } = harness;
  await at.poller.getForDelete(id);
  await change(harness, index, () => at.statuses.set(id, "SHUTDOWN"), true);
  void clock.sleep(second).then(() => at.statuses.delete(id));
  await waitUntil(harness, id, "gone");
}

function count({ at }: Harness, what: RegExp): number {
  return at.requests.filter((request) => what.test(request.what)).length;
}

/** Checks that lists began at most every second; one more can begin at once at each end, where few instances are read. */
function assertPaced(harness: Harness): void {
  const [lists, seconds] = [count(harness, /^page 1$/), harness.clock.now() / second];
  assert.ok(lists <= seconds + 2, `${lists} lists in ${seconds} s`);
}

for (const instances of [100, 250, 500, 1000]) {
  test(`destroying ${instances} instances takes at most 1.5 reads each, and a list a second`, async () => {
    const harness = project(instances);
    await harness.clock.run(hundredAtATime(harness.ids, (id, index) => destroy(harness, id, index)));
    assertPaced(harness);
    assert.ok(harness.at.requests.length <= 1.5 * instances, `${harness.at.requests.length} requests`);
  });
}

test("creates ending one by one start at most a list a second", async () => {
  const harness = project(0);
  const { at, clock } = harness;
  const create = async (id: string, index: number) => {
    await change(harness, index, () => at.create(id));
    void clock.sleep(2 * second).then(() => at.statuses.set(id, "ACTIVE"));
    await waitUntil(harness, id, "ACTIVE");
  };
  await clock.run(hundredAtATime(idsOf(250), create));
  assertPaced(harness);
  assert.ok(at.requests.length <= 0.6 * 250, `${at.requests.length} requests`);
});

test("recent reads between writes start at most a list a second", async () => {
  const harness = project(60);
  const { at, clock, ids } = harness;
  const readAndChange = async (id: string, index: number) => {
    await at.poller.getRecent(id);
    await change(harness, index, () => {});
  };
  const work = async () => {
    for (let times = 0; times < 10; times += 1) await hundredAtATime(ids, readAndChange);
  };
  await clock.run(work());
  assertPaced(harness);
});

test("lists of the project are at least a second apart while many are read", async () => {
  const harness = project(20);
  const { at, clock, ids } = harness;
  const listing = async () => {
    for (let times = 0; times < 5; times += 1) {
      await Promise.all([at.poller.list(), ...ids.map((id) => at.poller.get(id))]);
    }
  };
  await clock.run(listing());
  assertPaced(harness);
});

test("a hundred misreported instances take at most 450 GETs a minute", async () => {
  const harness = project(100);
  const { at, clock, ids } = harness;
  for (const id of ids) at.untagged.add(id);
  const waits = Promise.all(ids.map((id) => waitUntil(harness, id, "RESTART_REQUIRED")));
  void clock.sleep(5 * minute).then(() => {
    for (const id of ids) at.statuses.set(id, "RESTART_REQUIRED");
  });
  await clock.run(waits);
  const inFourMinutes = at.requests.filter(({ at: time }) => time >= minute && time < 5 * minute).length;
  assert.ok(inFourMinutes <= 4 * 450 + 8, `${inFourMinutes} requests in four minutes`);
});

for (const instances of [1, 8]) {
  test(`reads of ${instances} at a time follow each other without a pause`, async () => {
    const harness = project(instances);
    const { at, clock, ids } = harness;
    const read = async (id: string) => {
      for (let times = 0; times < 5; times += 1) {
        await at.poller.get(id);
        await clock.sleep(100);
      }
    };
    await clock.run(Promise.all(ids.map(read)));
    assert.ok(clock.now() < second, `${clock.now()} ms`);
    assert.equal(count(harness, /./), 5);
  });
}
