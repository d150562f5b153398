import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../../provider/core/errors/cancelled-error.ts";
import type { Instance } from "../../../../provider/trove/types.ts";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { createPace } from "../../../../provider/wait/pace.ts";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

const minute = 60_000;

function project(count: number, status?: string) {
  const clock = new ManualClock();
  const ids = idsOf(count);
  return { clock, ids, project: new ProjectOfInstances(clock, ids, status) };
}

/** Waits for an instance to become ACTIVE; gives when it saw that. */
async function active(
  { poller }: ProjectOfInstances,
  id: string,
  clock: ManualClock,
  seen?: Instance,
): Promise<number> {
  await poller.waitFor(id, {
    seen,
    what: `instance ${id} to become ACTIVE`,
    observe: (look) => look(),
    status: ({ status }) => status,
    until: ({ status }) => status === "ACTIVE",
    deadline: deadlineIn(clock, 60 * minute),
    pace: poller.pace,
  });
  return clock.now();
}

/** Each of `ids` becomes ACTIVE at its time. */
function bringUp({ statuses }: ProjectOfInstances, clock: ManualClock, at: (index: number) => number, ids: string[]) {
  return Promise.all(
    ids.map(async (id, index) => {
      await clock.sleep(at(index));
      statuses.set(id, "ACTIVE");
    }),
  );
}

function pagesIn(requests: readonly string[]): number {
  return requests.filter((what) => what.startsWith("page")).length;
}

test("concurrent reads of many instances share one list, those of one a GET", async () => {
  const { clock, ids, project: at } = project(20);
  await clock.run(Promise.all([...ids, ...ids].map((id) => at.poller.get(id))));
  assert.deepEqual(at.asked(), ["page 1"]);
  await clock.run(Promise.all([at.poller.get("i003"), at.poller.get("i003")]));
  assert.deepEqual(at.asked(), ["page 1", "GET i003"]);
});

test("reads of fewer instances than the list has pages are GETs", async () => {
  const { clock, ids, project: at } = project(100);
  await clock.run(at.poller.list());
  assert.equal(pagesIn(at.asked()), 5);
  await clock.run(Promise.all(ids.slice(0, 4).map((id) => at.poller.get(id))));
  assert.deepEqual(at.asked().slice(5), ["GET i000", "GET i001", "GET i002", "GET i003"]);
});

test("fetches no more pages than GETs in a project of unknown size", async () => {
  const { clock, project: at } = project(1000);
  await clock.run(Promise.all(["i010", "i500", "i900"].map((id) => at.poller.get(id))));
  assert.deepEqual(at.asked(), ["page 1", "page 2", "page 3", "GET i500", "GET i900"]);
});

test("confirms with a GET that an instance missing in a list is gone", async () => {
  const { clock, project: at } = project(3);
  const looks = Promise.allSettled(["i000", "i001", "gone"].map((id) => at.poller.get(id)));
  const [, , gone] = await clock.run(looks);
  assert.deepEqual(at.asked(), ["page 1", "GET gone"]);
  assert.equal(gone?.status === "rejected" && gone.reason.code, "TROVE_NOT_FOUND");
});

test("never answers a read with a request that began before it", async () => {
  const { clock, ids, project: at } = project(20);
  at.latencyMs = 1000;
  const before = Promise.all(ids.slice(0, 10).map((id) => at.poller.get(id)));
  const after = (async () => {
    await clock.sleep(500);
    at.statuses.set("i000", "REBOOT");
    return at.poller.get("i000");
  })();
  assert.equal((await clock.run(after)).status, "REBOOT");
  assert.equal((await before)[0]?.status, "BUILD");
});

test("never wakes a wait with a request that began before its last read", async () => {
  const { clock, project: at } = project(20, "ACTIVE");
  at.latencyMs = 1000;
  const seen: string[] = [];
  const others = idsOf(10).slice(1);
  const wait = at.poller.waitFor("i000", {
    what: "instance i000 to be resized",
    observe: async (look) => {
      const { status } = await look();
      seen.push(status);
      if (seen.length === 1) {
        void Promise.all(others.map((id) => at.poller.get(id)));
        await clock.sleep(500);
        at.statuses.set("i000", "RESIZE");
      }
      return status;
    },
    status: (status) => status,
    until: () => seen.length === 2,
    deadline: deadlineIn(clock, minute),
    pace: createPace({ firstMs: 1000, maxMs: 1000 }),
  });
  await clock.run(wait);
  assert.deepEqual(seen, ["ACTIVE", "RESIZE"]);
});

test("building a hundred instances for half a minute takes under a hundred requests", async () => {
  const { clock, ids, project: at } = project(100);
  at.latencyMs = 200;
  const waits = Promise.all(ids.map((id) => active(at, id, clock)));
  const built = bringUp(at, clock, (index) => 30_000 + 80 * index, ids);
  const seenAt = await clock.run(waits);
  await built;
  const late = seenAt.map((time, index) => time - 30_000 - 80 * index).toSorted((a, b) => a - b);
  assert.ok((late.at(-1) ?? 0) < 5000, `seen ${late.at(-1)} ms late`);
  assert.ok(at.requests.length < 100, `${at.requests.length} requests`);
});

test("reads twenty instances every second with one request", async () => {
  const { clock, ids, project: at } = project(20);
  const waits = Promise.all(ids.map((id) => active(at, id, clock)));
  const built = bringUp(at, clock, (index) => 10_000 + 100 * index, ids);
  const seenAt = await clock.run(waits);
  await built;
  for (const [index, time] of seenAt.entries()) assert.ok(time - 10_000 - 100 * index < 1200, `${index}: ${time}`);
  assert.ok(at.requests.length <= 15, `${at.requests.length} requests`);
});

/** Waits until an instance is gone. */
async function gone({ poller }: ProjectOfInstances, id: string, clock: ManualClock): Promise<void> {
  await poller.waitFor(id, {
    what: `instance ${id} to be gone`,
    observe: (look) =>
      look().then(
        ({ status }) => status,
        (error) => (error.code === "TROVE_NOT_FOUND" ? "gone" : Promise.reject(error)),
      ),
    status: (status) => status,
    until: (status) => status === "gone",
    deadline: deadlineIn(clock, minute),
    pace: poller.pace,
  });
}

test("a read that ends does not abort the GET of another instance", async () => {
  const { clock, project: at } = project(3, "SHUTDOWN");
  const wait = gone(at, "i000", clock);
  const others = (async () => {
    await clock.sleep(500);
    at.statuses.delete("i000");
    at.fault = (what) => clock.sleep(what === "GET i000" ? 3000 : 0);
    await Promise.all([at.poller.get("i001"), at.poller.get("i002")]);
    await at.poller.get("i001");
  })();
  await clock.run(others);
  await clock.run(wait);
  const cut = at.requests.filter(({ what, signal }) => what === "GET i000" && signal?.aborted);
  assert.deepEqual(cut, []);
});

test("instances created during a list need no GET", async () => {
  const { clock, ids, project: at } = project(60);
  at.latencyMs = 500;
  const waits = ids.map((id) => active(at, id, clock));
  const born = (async () => {
    await clock.sleep(300);
    for (let index = 0; index < 40; index += 1) {
      await clock.sleep(50);
      const seen = at.create(`a${String(index).padStart(3, "0")}`);
      waits.push(active(at, seen.id, clock, seen));
    }
  })();
  await clock.run(born);
  const up = bringUp(at, clock, () => 5000, [...at.statuses.keys()]);
  await clock.run(Promise.all(waits));
  await up;
  assert.deepEqual(
    at.asked().filter((what) => what.startsWith("GET")),
    [],
  );
});

test("sees within seconds that a hundred deleted instances are gone", async () => {
  const { clock, ids, project: at } = project(100, "SHUTDOWN");
  at.latencyMs = 50;
  const waits = Promise.all(ids.map((id) => gone(at, id, clock)));
  const going = (async () => {
    await clock.sleep(1000);
    for (const id of ids) {
      await clock.sleep(30);
      at.statuses.delete(id);
    }
  })();
  await clock.run(waits);
  await going;
  assert.ok(clock.now() < 9000, `all seen after ${clock.now()} ms`);
  assert.ok(at.requests.length < 150, `${at.requests.length} requests`);
});

test("reads less often while many waits see no change, and often after one", async () => {
  const { clock, ids, project: at } = project(40);
  const waits = Promise.all(ids.map((id) => active(at, id, clock)));
  const built = bringUp(at, clock, (index) => (index === 0 ? minute : 2 * minute), ids);
  await clock.run(waits);
  await built;
  const times = at.requests.filter(({ what }) => what === "page 1").map(({ at }) => at);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const quiet = gaps[times.findLastIndex((time) => time < minute - 4100)] ?? 0;
  const first = times.findIndex((time) => time >= minute);
  assert.ok(quiet >= 3900 && quiet <= 4200, `${quiet} ms while nothing changes`);
  assert.ok((gaps[first] ?? 0) <= 1200, `${gaps[first]} ms after a change`);
});

test("polling takes at most 3/4 of the rate, and lists half of the time", async () => {
  const { clock, ids, project: at } = project(400);
  at.latencyMs = 100;
  const waits = Promise.all(ids.slice(0, 15).map((id) => active(at, id, clock)));
  const built = bringUp(at, clock, () => 10 * minute, ids);
  await clock.run(waits);
  await built;
  const minutes = at.requests.filter(({ at }) => at >= minute && at < 9 * minute).length / 8;
  assert.ok(minutes <= 151, `${minutes} requests a minute`);
  const generous = project(400);
  generous.project.perMinute = 2000;
  const looks = Promise.all(generous.ids.slice(0, 15).map((id) => active(generous.project, id, generous.clock)));
  const up = bringUp(generous.project, generous.clock, () => minute, generous.ids);
  await generous.clock.run(looks);
  await up;
  assert.ok(generous.project.requests.length > 400, `${generous.project.requests.length} requests in a minute`);
  const slow = project(400);
  slow.project.latencyMs = 1000;
  const list = (async () => {
    for (let lists = 0; lists < 5; lists += 1) await slow.project.poller.list();
  })();
  await slow.clock.run(list);
  assert.ok(slow.clock.now() >= 9 * 20_000, `five lists of 20 s each in ${slow.clock.now()} ms`);
});

test("a slow GET does not delay the reads of other instances", async () => {
  const { clock, project: at } = project(2);
  at.fault = async (what) => {
    if (what === "GET i000") await clock.sleep(minute);
  };
  const slow = at.poller.get("i000");
  await clock.run(clock.sleep(100));
  await clock.run(at.poller.get("i001"));
  assert.ok(clock.now() < 1000);
  await clock.run(slow);
});

test("aborting a read ends it and its request at once", async () => {
  const { clock, project: at } = project(1);
  at.latencyMs = minute;
  const abort = new AbortController();
  const look = at.poller.get("i000", abort.signal);
  look.catch(() => {});
  await clock.run(clock.sleep(100));
  abort.abort(new Error("enough"));
  await assert.rejects(look, { message: "enough" });
  assert.equal(at.requests[0]?.signal?.aborted, true);
  assert.equal(clock.now(), 100);
  assert.equal(clock.sleepers, 0);
});

test("a wait cancelled before it begins ends at once, even with a known value", async () => {
  const { clock, project: at } = project(0);
  const wait = at.poller.waitFor("new", {
    what: "it",
    seen: at.create("new"),
    observe: (look) => look(),
    status: ({ status }) => status,
    until: () => false,
    deadline: deadlineIn(clock, minute),
    signal: AbortSignal.abort(new CancelledError("The operation")),
  });
  await assert.rejects(clock.run(wait), { code: "TROVE_CANCELLED" });
  assert.equal(clock.now(), 0);
});

test("a hundred recent reads take five requests, however few are concurrent", async () => {
  const { clock, ids, project: at } = project(100, "ACTIVE");
  const work = async (mine: string[]) => {
    for (const id of mine) await at.poller.getRecent(id);
  };
  const workers = Array.from({ length: 8 }, (_, worker) => ids.filter((_id, index) => index % 8 === worker));
  await clock.run(Promise.all(workers.map(work)));
  assert.deepEqual(at.asked(), ["page 1", "page 2", "page 3", "page 4", "page 5"]);
});

test("a list soon serves a hundred consecutive recent reads", async () => {
  const { clock, ids, project: at } = project(100, "ACTIVE");
  await clock.run(
    (async () => {
      for (const id of ids) await at.poller.getRecent(id);
    })(),
  );
  assert.ok(at.requests.length <= 25, `${at.requests.length} requests: ${at.asked()}`);
});

test("a thousand recent reads, one every 20 ms, take few lists that end early", async () => {
  const { clock, ids, project: at } = project(1000, "ACTIVE");
  const read = async (id: string, index: number) => {
    await clock.sleep(20 * index);
    await at.poller.getRecent(id);
  };
  await clock.run(Promise.all(ids.map(read)));
  assert.ok(at.requests.length <= 250, `${at.requests.length} requests`);
});

test("a single recent read is one GET", async () => {
  const { clock, project: at } = project(100);
  await clock.run(at.poller.getRecent("i050"));
  assert.deepEqual(at.asked(), ["GET i050"]);
});

test("a list serves recent reads for ten seconds, but not after a write", async () => {
  const { clock, ids, project: at } = project(10, "ACTIVE");
  const readAll = () => clock.run(Promise.all(ids.map((id) => at.poller.getRecent(id))));
  await readAll();
  await clock.run(clock.sleep(9000));
  await readAll();
  assert.equal(at.requests.length, 1);
  at.statuses.set("i000", "REBOOT");
  at.changed += 2;
  assert.equal((await readAll())[0]?.status, "REBOOT");
  assert.equal(at.requests.length, 2);
  await clock.run(clock.sleep(10_000));
  await readAll();
  assert.equal(at.requests.length, 3);
});
