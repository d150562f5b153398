import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Run } from "../../../provider/resources/run.ts";

const start = () => new Run({ resumeInterrupted: false, previewChecks: true });

test("what serves the whole process is fetched once, for all who ask at the same time and later", async () => {
  const run = start();
  let fetches = 0;
  const fetch = async () => {
    fetches += 1;
    return fetches;
  };
  assert.deepEqual(await Promise.all([run.once("a", fetch), run.once("a", fetch)]), [1, 1]);
  assert.equal(await run.once("a", fetch), 1);
  assert.equal(await run.once("b", fetch), 2);
});

test("a fetch that failed is tried again by the next who asks", async () => {
  const run = start();
  await assert.rejects(
    run.once("a", () => Promise.reject(new Error("away"))),
    /away/,
  );
  assert.equal(await run.once("a", async () => "there"), "there");
});

test("work on one thing goes one after another in the order of the calls, work on another beside it", async () => {
  const run = start();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.set(name, () => resolve(name));
    });
  const all = [run.exclusive("x", work("x1")), run.exclusive("x", work("x2")), run.exclusive("y", work("y1"))];
  await setImmediate();
  assert.deepEqual(begun, ["x1", "y1"]);
  ends.get("x1")?.();
  await setImmediate();
  assert.deepEqual(begun, ["x1", "y1", "x2"]);
  for (const end of ends.values()) end();
  assert.deepEqual(await Promise.all(all), ["x1", "x2", "y1"]);
});

test("work that fails fails for who asked for it alone, and the next goes on", async () => {
  const run = start();
  const failing = run.exclusive("x", () => Promise.reject(new Error("broken")));
  const next = run.exclusive("x", async () => "done");
  await assert.rejects(failing, /broken/);
  assert.equal(await next, "done");
  assert.equal(await run.exclusive("x", async () => "later"), "later");
});

test("a process begins with nothing planned, and takes the cloud to be in reach", () => {
  const run = start();
  assert.deepEqual(run.planned, { instances: 0, volumeSize: 0, ram: 0 });
  assert.equal(run.unreachable, false);
});

test("an id is held by another where states of several takeovers, or of none and of one, were met", () => {
  const run = new Run({ resumeInterrupted: false, previewChecks: true });
  assert.equal(run.isClaimedByAnother("a", undefined), false);
  run.claimBy(undefined, "a");
  assert.deepEqual([run.isClaimedByAnother("a", undefined), run.isClaimedByAnother("a", "first")], [false, true]);
  run.claimBy("first", "a");
  run.claimBy("first", "a");
  const all = [undefined, "first", "second"].map((takeover) => run.isClaimedByAnother("a", takeover));
  assert.deepEqual(all, [true, true, true]);
  assert.equal(run.isClaimedByAnother("b", "first"), false);
});
