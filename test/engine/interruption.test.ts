import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { cancelled } from "./errors/elsewhere.ts";
import { assertTells } from "./errors/row.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, until } from "./harness.ts";

test("Ctrl-C during a build keeps the id, and the next up continues", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares() });
  cloud.pause();
  const abort = new AbortController();
  const shown = new Diagnostics();
  const up = failureOf(stack.stack.up({ signal: abort.signal, onEvent: shown.onEvent }));
  await until("the provider to wait", () => waitedFor(cloud));
  abort.abort();
  await up;
  // The cloud's time stands still: only the cancellation has ended the wait.
  const id = await onlyId(stack);
  assert.deepEqual(idsIn(cloud), [id]);
  assertTells(cancelled, shown.of(cancelled.resource), cloud, { id });

  cloud.resume();
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([asked(cloud, "POST"), asked(cloud, "DELETE")], [["/instances"], []]);
});

test("Ctrl-C before Trove answers the create keeps the id of the instance", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({ program: declares() });
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "delay", seconds: 2, when: "after" } });
  const abort = new AbortController();
  const up = failureOf(stack.stack.up({ signal: abort.signal }));
  await until("the instance", () => cloud.instances().length === 1);
  abort.abort();
  await up;
  const id = await onlyId(stack);
  assert.deepEqual(idsIn(cloud), [id]);

  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([asked(cloud, "POST"), asked(cloud, "DELETE")], [["/instances"], []]);
});

function waitedFor(cloud: Simulator): boolean {
  const [id] = idsIn(cloud);
  return id !== undefined && asked(cloud, "GET").includes(`/instances/${id}`);
}
