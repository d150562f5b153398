import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLog } from "../../../provider/core/log.ts";
import { endingWith, WaitProgress } from "../../../provider/wait/wait-progress.ts";
import { ManualClock } from "./manual-clock.ts";

const HOUR = 3600;

/** Sees a status every second, as `at` gives it, and returns the lines. */
async function watch(seconds: number, at: (second: number) => string | Error): Promise<string[]> {
  const clock = new ManualClock();
  const lines: string[] = [];
  const progress = new WaitProgress({ ...silentLog, status: (line) => lines.push(line) }, clock);
  const looking = async () => {
    for (let second = 0; second < seconds; second += 1) {
      const seen = at(second);
      if (seen instanceof Error) progress.fail(seen.message);
      else progress.see(seen);
      await clock.sleep(1000);
    }
  };
  await clock.run(looking());
  return lines;
}

test("begins with the status, followed by its duration", async () => {
  assert.deepEqual(await watch(25, () => "BUILD"), ["BUILD", "BUILD, 10 s", "BUILD, 20 s"]);
});

test("logs a new status at once, with its own duration", async () => {
  const lines = await watch(17, (second) => (second < 5 ? "ACTIVE" : "RESIZE to m1.large"));
  assert.deepEqual(lines, ["ACTIVE", "RESIZE to m1.large", "RESIZE to m1.large, 10 s"]);
});

test("logs a status of an hour in some thirty lines", async () => {
  const lines = await watch(HOUR, () => "BUILD");
  assert.ok(lines.length > 20 && lines.length < 40, `${lines.length} lines`);
});

test("logs a failure once after the last status, and the status again later", async () => {
  const refused = new Error("GET /x: ECONNREFUSED");
  const lines = await watch(8, (second) => (second > 2 && second < 6 ? refused : "BUILD"));
  assert.deepEqual(lines, ["BUILD", "BUILD, 3 s; the last request failed: GET /x: ECONNREFUSED", "BUILD, 6 s"]);
});

test("logs failures of an hour in some thirty lines despite new request ids", async () => {
  const lines = await watch(HOUR, (second) => (second === 0 ? "BUILD" : new Error(`answered 503 (request ${second})`)));
  assert.ok(lines.length > 20 && lines.length < 40, `${lines.length} lines`);
  assert.match(lines[1] ?? "", /^BUILD, 1 s; the last request failed: answered 503/);
});

test("logs an hour in which every other read fails in some sixty lines", async () => {
  const lines = await watch(HOUR, (second) => (second % 2 === 0 ? "BUILD" : new Error("answered 503")));
  assert.ok(lines.length > 20 && lines.length < 80, `${lines.length} lines`);
});

test("logs that there was no answer yet", async () => {
  const lines = await watch(2, () => new Error("timed out"));
  assert.deepEqual(lines, ["no answer yet; the last request failed: timed out"]);
});

test("ends a successful operation with its outcome, a failed one with none", async () => {
  const clock = new ManualClock();
  const lines: string[] = [];
  const context = { clock, log: { ...silentLog, status: (line: string) => lines.push(line) } };
  const operation = () => clock.sleep(58_000).then(() => "ACTIVE");
  await clock.run(endingWith(context, operation, (status) => status));
  const failing = () => clock.sleep(1000).then(() => Promise.reject(new Error("no")));
  await assert.rejects(clock.run(endingWith(context, failing, String)));
  assert.deepEqual(lines, ["ACTIVE after 58 s"]);
});
