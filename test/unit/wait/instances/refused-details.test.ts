import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFoundError } from "../../../../provider/trove/errors/not-found-error.ts";
import { ManualClock } from "../manual-clock.ts";
import { idsOf, ProjectOfInstances } from "./project-of-instances.ts";

/** A project with an instance of which Trove shows no details: their list is refused, and so is its GET. */
function project(count: number) {
  const clock = new ManualClock();
  const ids = idsOf(count);
  const at = new ProjectOfInstances(clock, ids, "ACTIVE");
  const hidden = ids.at(-1) ?? "";
  at.hidden = hidden;
  return { clock, ids, hidden, at };
}

test("lists an instance whose details Trove refuses", async () => {
  const { clock, ids, at } = project(25);
  const listed = await clock.run(at.poller.list());
  assert.deepEqual(listed.map(({ id }) => id).toSorted(), ids);
});

test("replaces only the refused page by GETs", async () => {
  const { clock, at, ids } = project(25);
  await clock.run(at.poller.list());
  const gets = at.asked().filter((what) => what.startsWith("GET"));
  assert.deepEqual(
    gets.toSorted(),
    ids.slice(20).map((id) => `GET ${id}`),
  );
});

test("an entry without details answers no read", async () => {
  const { clock, hidden, ids, at } = project(5);
  const looks = await clock.run(Promise.allSettled(ids.map((id) => at.poller.get(id))));
  assert.deepEqual(
    looks.map(({ status }) => status),
    ids.map((id) => (id === hidden ? "rejected" : "fulfilled")),
  );
  await clock.run(at.poller.list());
  await clock.run(assert.rejects(at.poller.getRecent(hidden), NotFoundError));
});

test("omits an instance that is deleted while GETs replace its page", async () => {
  const { clock, ids, at } = project(5);
  const [first = "", ...rest] = ids;
  at.fault = async (what) => {
    if (what === "plain page 1") at.statuses.delete(first);
  };
  const listed = await clock.run(at.poller.list());
  assert.deepEqual(listed.map(({ id }) => id).toSorted(), rest);
});
