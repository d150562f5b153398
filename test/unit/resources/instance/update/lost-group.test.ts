import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";

import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import type { Harness } from "../harness.ts";
import { changes, groupOf, RESTART, withReplica } from "./replication.ts";

/** What the host compares before it updates a replica: no rows, and nothing unfinished, is no update. */
async function compared(id: string, state: InstanceState, wanted: InstanceInputs, { context }: Harness) {
  const { state: now, inputs } = await prepareDiff(id, state, wanted, context);
  const { changes: rows, unfinished } = compare(now, inputs);
  return { paths: rows.map(({ path, kind }) => `${kind} ${path}`), unfinished };
}

const warnings = ({ lines }: Harness) =>
  lines.filter((line) => line.includes("allow: { restart: true } for the replica"));

/** A replica that declares the group `first`, whose source has swapped that for one that needs a restart to detach. */
async function withSwappedSource(t: TestContext) {
  const harness = await withReplica(t, (groups) => ({
    source: { configuration: groups.first, allow: RESTART },
    replica: { configuration: groups.first },
  }));
  const { groups, replica, updateSource } = harness;
  await updateSource({ configuration: groups.fixed });
  assert.equal(groupOf(harness, replica.id), groups.fixed);
  return harness;
}

test("warns of a lost group that needs a restart without consent to restore", async (t) => {
  const harness = await withSwappedSource(t);
  const { groups, context } = harness;
  const { id, state, wanted } = harness.replica;
  assert.deepEqual(await compared(id, state, wanted, harness), { paths: [], unfinished: false });
  const before = changes(harness).length;
  const now = await update(id, state, wanted, context);
  assert.deepEqual([now.pending, changes(harness).slice(before)], [[], []]);
  assert.equal(groupOf(harness, id), groups.fixed);
  assert.equal(warnings(harness).length, 1);
  assert.match(warnings(harness)[0] ?? "", new RegExp(`${id} .* has ${groups.fixed}, .* declares ${groups.first}\\. `));
});

test("warns of a lost group if the replica requires a restart without consent", async (t) => {
  const harness = await withReplica(t, ({ fixed }) => ({
    source: { configuration: fixed },
    replica: { configuration: fixed },
  }));
  const { groups, context } = harness;
  const { id, state, wanted } = harness.replica;
  await harness.updateSource({ configuration: undefined });
  assert.equal((await context.trove.instances.get(id)).status, "RESTART_REQUIRED");
  assert.deepEqual(await compared(id, state, wanted, harness), { paths: [], unfinished: false });
  const before = changes(harness).length;
  assert.deepEqual((await update(id, state, wanted, context)).pending, []);
  assert.deepEqual([groupOf(harness, id), changes(harness).slice(before)], [undefined, []]);
  assert.match(warnings(harness)[0] ?? "", new RegExp(`${id} .* has none, .* declares ${groups.fixed}\\. `));
});

test("makes the other changes of a replica whose lost group it cannot restore", async (t) => {
  const harness = await withSwappedSource(t);
  const { groups, context } = harness;
  const { id, state, wanted } = harness.replica;
  const now = await update(id, state, { ...wanted, name: "renamed" }, context);
  assert.deepEqual([now.name, now.pending, groupOf(harness, id)], ["renamed", [], groups.fixed]);
});

test("restores a lost group that needs a restart, with the consent of the replica", async (t) => {
  const harness = await withSwappedSource(t);
  const { groups, context } = harness;
  const { id, state, wanted } = harness.replica;
  const now = await update(id, state, { ...wanted, allow: RESTART }, context);
  assert.deepEqual([now.configuration, now.pending, groupOf(harness, id)], [groups.first, [], groups.first]);
  assert.deepEqual(warnings(harness), []);
});

test("tells what to do about a replica with a lost group outside the run", async (t) => {
  const harness = await withReplica(t, ({ first }) => ({
    source: { configuration: first },
    replica: { configuration: first },
  }));
  await harness.updateSource({ configuration: undefined });
  const warning = harness.lines.find((line) => line.includes("has detached configuration group"));
  assert.match(warning ?? "", /part of this run \(with `--target`.*Otherwise run `pulumi up --refresh`/);
});
