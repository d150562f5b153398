import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { CreateGate, type PassOptions } from "../../../provider/resources/create-gate.ts";

interface Create {
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

/** Starts creates that end when the test resolves or rejects them. */
function startCreates(gate: CreateGate, count: number, options?: PassOptions) {
  const running = new Map<number, Create>();
  const results = Array.from({ length: count }, (_, index) =>
    gate.pass(() => {
      const create = new Promise<number>((resolve, reject) => running.set(index, { resolve, reject }));
      return create.finally(() => running.delete(index));
    }, options),
  );
  for (const result of results) result.catch(() => {});
  return { running, results };
}

test("runs the first create alone, then up to eight concurrently", async () => {
  const { running, results } = startCreates(new CreateGate(8), 20);
  await setImmediate();
  assert.deepEqual([...running.keys()], [0]);
  running.get(0)?.resolve(0);
  await setImmediate();
  assert.deepEqual([...running.keys()], [1, 2, 3, 4, 5, 6, 7, 8]);
  running.get(4)?.resolve(4);
  await setImmediate();
  assert.deepEqual([...running.keys()], [1, 2, 3, 5, 6, 7, 8, 9]);
  for (let done = 0; done < 20; done += 1) {
    for (const [index, create] of running) create.resolve(index);
    await setImmediate();
  }
  assert.deepEqual(await Promise.all(results), [...results.keys()]);
});

test("runs creates one after another until one has succeeded", async () => {
  const { running, results } = startCreates(new CreateGate(8), 3);
  await setImmediate();
  running.get(0)?.reject(new Error("refused"));
  await setImmediate();
  assert.deepEqual([...running.keys()], [1]);
  running.get(1)?.resolve(1);
  await setImmediate();
  assert.deepEqual([...running.keys()], [2]);
  running.get(2)?.resolve(2);
  const outcomes = await Promise.allSettled(results);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled", "fulfilled"],
  );
});

test("starts a create at once if a slot is free", async () => {
  const gate = new CreateGate(8);
  assert.equal(await gate.pass(async () => 1), 1);
  const { running } = startCreates(gate, 9);
  await setImmediate();
  assert.equal(running.size, 8);
});

test("runs all creates at once after the first without a limit", async () => {
  const { running } = startCreates(new CreateGate(Number.POSITIVE_INFINITY), 50);
  await setImmediate();
  assert.equal(running.size, 1);
  running.get(0)?.resolve(0);
  await setImmediate();
  assert.equal(running.size, 49);
});

test("ends a cancelled wait at once, without taking a slot", async () => {
  const gate = new CreateGate(8);
  const { running } = startCreates(gate, 1);
  const cancel = new AbortController();
  const { signal } = cancel;
  const cancelled = startCreates(gate, 2, { signal });
  const last = startCreates(gate, 1, { signal: new AbortController().signal });
  cancel.abort(new Error("cancelled"));
  for (const result of cancelled.results) await assert.rejects(result, /^Error: cancelled$/);
  assert.deepEqual(getEventListeners(signal, "abort"), []);
  running.get(0)?.reject(new Error("refused"));
  await setImmediate();
  assert.deepEqual([cancelled.running.size, last.running.size], [0, 1]);
});

test("rejects a create that is already cancelled, and calls onWait only for a wait", async () => {
  const gate = new CreateGate(8);
  let waits = 0;
  const onWait = () => {
    waits += 1;
  };
  startCreates(gate, 1, { onWait });
  assert.equal(waits, 0);
  const signal = AbortSignal.abort(new Error("cancelled"));
  await assert.rejects(startCreates(gate, 1, { signal, onWait }).results[0] ?? assert.fail(), /^Error: cancelled$/);
  assert.equal(waits, 0);
  startCreates(gate, 2, { onWait });
  assert.equal(waits, 2);
});
