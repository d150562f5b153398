import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { CreateGate, type PassOptions } from "../../../provider/resources/create-gate.ts";

interface Create {
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

/** Creates that end when the test says so. */
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

test("the first create goes alone, later ones at most eight at once", async () => {
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

test("while none has succeeded, they go one after another", async () => {
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

test("a create that comes when there is room goes at once", async () => {
  const gate = new CreateGate(8);
  assert.equal(await gate.pass(async () => 1), 1);
  const { running } = startCreates(gate, 9);
  await setImmediate();
  assert.equal(running.size, 8);
});

test("with no bound, all go at once after the first", async () => {
  const { running } = startCreates(new CreateGate(Number.POSITIVE_INFINITY), 50);
  await setImmediate();
  assert.equal(running.size, 1);
  running.get(0)?.resolve(0);
  await setImmediate();
  assert.equal(running.size, 49);
});

test("a wait that is cancelled ends at once, takes nobody's turn and leaves nothing behind", async () => {
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

test("who comes to a wait cancelled already does not wait, and who goes is told nothing of a wait", async () => {
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
