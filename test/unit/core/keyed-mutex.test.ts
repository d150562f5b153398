import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { KeyedMutex } from "../../../provider/core/keyed-mutex.ts";

test("runs tasks with one key in the order of the calls, and other keys beside them", async () => {
  const mutex = new KeyedMutex();
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => () =>
    new Promise<string>((resolve) => {
      started.push(name);
      ends.set(name, () => resolve(name));
    });
  const all = [
    mutex.runExclusive("x", task("x1")),
    mutex.runExclusive("x", task("x2")),
    mutex.runExclusive("y", task("y1")),
  ];
  await setImmediate();
  assert.deepEqual(started, ["x1", "y1"]);
  ends.get("x1")?.();
  await setImmediate();
  assert.deepEqual(started, ["x1", "y1", "x2"]);
  for (const end of ends.values()) end();
  assert.deepEqual(await Promise.all(all), ["x1", "x2", "y1"]);
});

test("a task that fails fails for its caller alone", async () => {
  const mutex = new KeyedMutex();
  const failing = mutex.runExclusive("x", () => Promise.reject(new Error("broken")));
  const next = mutex.runExclusive("x", async () => "done");
  await assert.rejects(failing, /broken/);
  assert.equal(await next, "done");
  assert.equal(await mutex.runExclusive("x", async () => "later"), "later");
});

test("reports that a task has to wait", async () => {
  const mutex = new KeyedMutex();
  const waited: string[] = [];
  const task = async () => undefined;
  await Promise.all([
    mutex.runExclusive("x", task, () => waited.push("x1")),
    mutex.runExclusive("x", task, () => waited.push("x2")),
    mutex.runExclusive("y", task, () => waited.push("y1")),
  ]);
  assert.deepEqual(waited, ["x2"]);
});
