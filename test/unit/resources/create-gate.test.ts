import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { CreateGate } from "../../../provider/resources/create-gate.ts";

interface Create {
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

/** Creates that end when the test says so. */
function startCreates(gate: CreateGate, count: number) {
  const running = new Map<number, Create>();
  const results = Array.from({ length: count }, (_, index) =>
    gate.pass(() => {
      const create = new Promise<number>((resolve, reject) => running.set(index, { resolve, reject }));
      return create.finally(() => running.delete(index));
    }),
  );
  for (const result of results) result.catch(() => {});
  return { running, results };
}

test("the first create goes alone, later ones at most eight at once", async () => {
  const { running, results } = startCreates(new CreateGate(), 20);
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
  const { running, results } = startCreates(new CreateGate(), 3);
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
  const gate = new CreateGate();
  assert.equal(await gate.pass(async () => 1), 1);
  const { running } = startCreates(gate, 9);
  await setImmediate();
  assert.equal(running.size, 8);
});
