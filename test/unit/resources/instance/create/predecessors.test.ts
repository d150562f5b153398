import assert from "node:assert/strict";
import { test } from "node:test";
import type { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { startHarness } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const declared = inputs({ name: "mine", volume: { size: 1 } });

test("records the predecessors of a new instance that still exist", async (t) => {
  const { context } = await startHarness(t);
  const { id } = await create(declared, context);
  const { state } = await create(declared, { ...context, predecessors: [id, OTHER_ID] });
  assert.deepEqual(state.predecessors, [id]);
});

test("records a predecessor if Trove does not say whether it exists", async (t) => {
  const { cloud, context } = await startHarness(t);
  cloud.faults.add({ method: "GET", path: OTHER_ID, times: 0, effect: { type: "status", status: 403, body: {} } });
  const { state } = await create(declared, { ...context, predecessors: [OTHER_ID] });
  assert.deepEqual(state.predecessors, [OTHER_ID]);
});

test("records no predecessors if there are none, or none exists", async (t) => {
  const { context } = await startHarness(t);
  for (const predecessors of [[], [OTHER_ID]]) {
    const { state } = await create(declared, { ...context, predecessors });
    assert.ok(!("predecessors" in state));
  }
});

test("records the predecessors of an instance whose build fails", async (t) => {
  const { cloud, context } = await startHarness(t);
  cloud.faults.add({ method: "GET", path: OTHER_ID, times: 0, effect: { type: "status", status: 403, body: {} } });
  const broken = { ...declared, name: "mine-BOOT_ERROR" };
  const creating = create(broken, { ...context, predecessors: [OTHER_ID] });
  await assert.rejects(creating, ({ state }: InterruptedError<InstanceState>) => {
    assert.deepEqual([state.predecessors, state.wasActive], [[OTHER_ID], false]);
    return true;
  });
});

test("records the predecessors of an adopted instance", async (t) => {
  const { context } = await startHarness(t);
  const { id } = await create(declared, context);
  context.knownIds.forget(id);
  const { id: old } = await create(declared, context);
  const { state } = await create({ adoptId: id }, { ...context, predecessors: [old] });
  assert.deepEqual(state.predecessors, [old]);
});
