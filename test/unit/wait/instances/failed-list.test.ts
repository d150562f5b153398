import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionError } from "../../../../provider/http/errors/connection-error.ts";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

function project(count: number) {
  const clock = new ManualClock();
  const ids = idsOf(count);
  return { clock, ids, project: new ProjectOfInstances(clock, ids) };
}

test("a transient list failure fails all its reads; the next ones are single GETs", async () => {
  const { clock, ids, project: at } = project(5);
  const broken = new ConnectionError(
    { method: "GET", url: "http://trove/instances" },
    { reason: "ECONNRESET", sent: "unknown" },
  );
  at.fault = async (what) => {
    if (what.startsWith("page")) throw broken;
  };
  const looks = await clock.run(Promise.allSettled(ids.map((id) => at.poller.get(id))));
  assert.deepEqual(
    looks.map((look) => look.status === "rejected" && look.reason),
    ids.map(() => broken),
  );
  await clock.run(Promise.all(ids.map((id) => at.poller.get(id))));
  assert.equal(at.asked().filter((what) => what.startsWith("GET")).length, 5);
});

test("a refused list fails no single read: a GET for each follows at once", async () => {
  const { clock, ids, project: at } = project(5);
  at.fault = async (what) => {
    if (what.startsWith("page")) throw new Error("refused");
  };
  const listing = assert.rejects(at.poller.list(), { message: "refused" });
  const looks = await clock.run(Promise.all(ids.map((id) => at.poller.get(id))));
  await listing;
  assert.deepEqual(
    looks.map(({ id }) => id),
    ids,
  );
});
