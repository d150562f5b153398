import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import type { Stage } from "../harness.ts";
import { changes, groupOf, withSource } from "./replication.ts";

const RESTART = { restart: true };

/** What the host compares before it updates a replica: no rows, and nothing unfinished, is no update. */
async function compared(id: string, state: InstanceState, wanted: InstanceInputs, { context }: Stage) {
  const { state: now, inputs } = await prepareDiff(id, state, wanted, context);
  const { changes: rows, unfinished } = compare(now, inputs);
  return { paths: rows.map(({ path, kind }) => `${kind} ${path}`), unfinished };
}

const warnings = ({ lines }: Stage) =>
  lines.filter((line) => line.includes("allow: { restart: true } for the replica"));

/** A replica that declares the group `first`, whose source has swapped that for one that needs a restart to detach. */
async function withSwappedSource(stage: Awaited<ReturnType<typeof withSource>>) {
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first, allow: RESTART });
  const replica = await stage.replica(source.id, { configuration: groups.first });
  await update(source.id, source.state, { ...source.wanted, configuration: groups.fixed }, context);
  assert.equal(groupOf(stage, replica.id), groups.fixed);
  return replica;
}

test("warns of a lost group that needs a restart without consent to restore", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const { id, state, wanted } = await withSwappedSource(stage);
  assert.deepEqual(await compared(id, state, wanted, stage), { paths: [], unfinished: false });
  const before = changes(stage).length;
  const now = await update(id, state, wanted, context);
  assert.deepEqual([now.pending, changes(stage).slice(before)], [[], []]);
  assert.equal(groupOf(stage, id), groups.fixed);
  assert.equal(warnings(stage).length, 1);
  assert.match(warnings(stage)[0] ?? "", new RegExp(`${id} .* has ${groups.fixed}, .* declares ${groups.first}\\. `));
});

test("warns of a lost group where the replica waits for a restart without consent", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.fixed });
  const { id, state, wanted } = await stage.replica(source.id, { configuration: groups.fixed });
  const { configuration: _, ...without } = source.wanted;
  await update(source.id, source.state, without, context);
  assert.equal((await context.trove.instances.get(id)).status, "RESTART_REQUIRED");
  assert.deepEqual(await compared(id, state, wanted, stage), { paths: [], unfinished: false });
  const before = changes(stage).length;
  assert.deepEqual((await update(id, state, wanted, context)).pending, []);
  assert.deepEqual([groupOf(stage, id), changes(stage).slice(before)], [undefined, []]);
  assert.match(warnings(stage)[0] ?? "", new RegExp(`${id} .* has none, .* declares ${groups.fixed}\\. `));
});

test("makes the other changes of a replica whose lost group it cannot restore", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const { id, state, wanted } = await withSwappedSource(stage);
  const now = await update(id, state, { ...wanted, name: "renamed" }, context);
  assert.deepEqual([now.name, now.pending, groupOf(stage, id)], ["renamed", [], groups.fixed]);
});

test("restores a lost group that needs a restart, with the consent of the replica", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const { id, state, wanted } = await withSwappedSource(stage);
  const now = await update(id, state, { ...wanted, allow: RESTART }, context);
  assert.deepEqual([now.configuration, now.pending, groupOf(stage, id)], [groups.first, [], groups.first]);
  assert.deepEqual(warnings(stage), []);
});

test("names the way out for a replica with a lost group that the run leaves out", async (t) => {
  const stage = await withSource(t);
  const { groups, context } = stage;
  const source = await stage.source({ configuration: groups.first });
  await stage.replica(source.id, { configuration: groups.first });
  const { configuration: _, ...without } = source.wanted;
  await update(source.id, source.state, without, context);
  const warning = stage.lines.find((line) => line.includes("has detached configuration group"));
  assert.match(warning ?? "", /part of this run \(with `--target`.*Otherwise run `pulumi up --refresh`/);
});
