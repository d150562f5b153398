import assert from "node:assert/strict";
import { test } from "node:test";
import { RunningCalls } from "../../../../provider/hosts/plugin/running-calls.ts";

test("is idle after all calls, those that fail and those that start meanwhile", async () => {
  const calls = new RunningCalls();
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const ended: string[] = [];
  const failing = calls.run(() => first.promise).catch(() => ended.push("first"));
  const idle = calls.whenIdle().then(() => ended.push("idle"));
  const later = calls.run(() => second.promise).then(() => ended.push("second"));
  first.reject(new Error("no"));
  await failing;
  second.resolve();
  await Promise.all([idle, later]);
  assert.deepEqual(ended, ["first", "second", "idle"]);
});

test("a call that throws at once is rejected, and no longer running", async () => {
  const calls = new RunningCalls();
  const failing = calls.run(() => {
    throw new Error("at once");
  });
  await assert.rejects(failing, /at once/);
  await calls.whenIdle();
});
