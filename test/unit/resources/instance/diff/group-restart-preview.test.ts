import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

/** An instance with a group whose values are these; what a preview refuses of a change of that group. */
async function withGroup(t: Parameters<typeof startHarness>[0], values: Readonly<Record<string, number>>) {
  const harness = await startHarness(t);
  const { configurations } = harness.context.trove;
  const old = (await configurations.create({ name: "old", values })).id;
  const next = (await configurations.create({ name: "next", values: { wait_timeout: 100 } })).id;
  const declared = inputs({ volume: { size: 1 }, configuration: old });
  const { id, state } = await create(declared, harness.context);
  const refusedOf = async (change: InstanceInputs) => {
    const preview = { ...harness.context, preview: true };
    const { refused } = await prepareDiff(id, state, { ...declared, ...change }, preview);
    return refused.map(({ path, kind, reason }) => `${path} ${kind} ${reason}`);
  };
  return { ...harness, id, next, refusedOf };
}

test("refuses at preview a swap that needs a restart without consent", async (t) => {
  // Dynamic, but without a default in the datastore's template.
  const { next, refusedOf } = await withGroup(t, { sync_binlog: 1 });
  const [first = "", ...others] = await refusedOf({ configuration: next });
  assert.match(first, /^configuration refuse .*allow: \{ restart: true \}/);
  assert.deepEqual(others, []);
  assert.deepEqual(await refusedOf({ configuration: next, allow: { restart: true } }), []);
});

test("accepts at preview a swap that needs no restart, and a detachment", async (t) => {
  const { next, refusedOf } = await withGroup(t, { wait_timeout: 200 });
  assert.deepEqual(await refusedOf({ configuration: next }), []);
  assert.deepEqual(await refusedOf({ configuration: undefined }), []);
});

test("refuses at preview to detach a group while the database waits for a restart", async (t) => {
  const { cloud, id, refusedOf } = await withGroup(t, { wait_timeout: 200 });
  cloud.change(id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  const [first = "", ...others] = await refusedOf({ configuration: undefined });
  assert.match(first, /^configuration refuse the database waits for a restart.*allow: \{ restart: true \}/);
  assert.deepEqual(others, []);
  assert.deepEqual(await refusedOf({ configuration: undefined, allow: { restart: true } }), []);
});

test("leaves unknown consent to the update", async (t) => {
  const { cloud, id, next, refusedOf } = await withGroup(t, { sync_binlog: 1 });
  const unknown = unknownValue as never;
  assert.deepEqual(await refusedOf({ configuration: next, allow: unknown }), []);
  assert.deepEqual(await refusedOf({ configuration: next, allow: { restart: unknown } }), []);
  cloud.change(id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  assert.deepEqual(await refusedOf({ configuration: undefined, allow: { restart: unknown } }), []);
});
