import assert from "node:assert/strict";
import { test } from "node:test";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

/** Reads all of 20 instances, so that there is a list; then does `meanwhile`, and reads one to delete it. */
async function readAfter(meanwhile: (at: ProjectOfInstances, clock: ManualClock) => void | Promise<void>) {
  const clock = new ManualClock();
  const ids = idsOf(20);
  const at = new ProjectOfInstances(clock, ids, "ACTIVE");
  at.replicas.set("i001", ["i002"]);
  await clock.run(Promise.all(ids.map((id) => at.poller.getForDelete(id))));
  const listed = at.requests.length;
  await clock.run(Promise.resolve(meanwhile(at, clock)));
  const read = async (id: string) => {
    const { status } = await clock.run(at.poller.getForDelete(id));
    return { status, requests: at.asked().slice(listed) };
  };
  return { read };
}

test("a list of the last 10 s answers a read for a DELETE once, after other DELETEs", async () => {
  const { read } = await readAfter(async (at, clock) => {
    at.changed += 2;
    at.deleted += 2;
    await clock.sleep(9000);
  });
  assert.deepEqual(await read("i000"), { status: "ACTIVE", requests: [] });
  assert.deepEqual(await read("i000"), { status: "ACTIVE", requests: ["GET i000"] });
});

test("a list older than 10 s answers no read for a DELETE", async () => {
  const { read } = await readAfter((_at, clock) => clock.sleep(10_001));
  assert.deepEqual((await read("i000")).requests, ["GET i000"]);
});

test("a list from before another write answers no read for a DELETE", async () => {
  const { read } = await readAfter((at) => {
    at.changed += 1;
    at.statuses.set("i000", "SHUTDOWN");
  });
  assert.deepEqual(await read("i000"), { status: "SHUTDOWN", requests: ["GET i000"] });
});

test("no list answers the read for a DELETE of a source", async () => {
  const { read } = await readAfter(() => {});
  assert.deepEqual((await read("i001")).requests, ["GET i001"]);
});
