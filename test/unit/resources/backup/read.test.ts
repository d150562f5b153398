import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/backup/create/create.ts";
import { diff } from "../../../../provider/resources/backup/diff.ts";
import { read } from "../../../../provider/resources/backup/read.ts";
import { isReadById } from "../../../../provider/resources/backup/state.ts";
import { update } from "../../../../provider/resources/backup/update.ts";
import { OTHER_ID } from "../instance/samples.ts";
import { asked, startWithInstance } from "./fixture.ts";

test("a read right after the create returns the same state and inputs", async (t) => {
  const { context, instanceId } = await startWithInstance(t);
  const inputs = { instance: instanceId, name: "nightly", description: "d", triggers: { version: "1" } };
  const { id, state } = await create(inputs, context);
  assert.deepEqual(await read({ id, state }, context), { state, inputs });
  assert.equal(isReadById(state), false);
});

test("a read of a backup that is gone returns nothing, whatever became of its instance", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
  cloud.remove(instanceId);
  assert.notEqual(await read({ id, state }, context), undefined);
  cloud.removeBackup(id);
  assert.equal(await read({ id, state }, context), undefined);
  assert.equal(await read({ id }, context), undefined);
});

test("an import returns the inputs that a program can declare without a change", async (t) => {
  const { context, instanceId } = await startWithInstance(t);
  const full = await create({ instance: instanceId, name: "full" }, context);
  const request = { name: "next", instanceId, description: "d", parentId: full.id };
  const { id } = await create({ instance: instanceId, name: "next", description: "d", parent: full.id }, context);
  const found = await read({ id, withInputs: true }, context);
  assert.ok(found !== undefined && isReadById(found.state));
  assert.deepEqual(found.inputs, { name: "next", instance: instanceId, description: "d", parent: request.parentId });
  assert.deepEqual([found.state.declared, found.state.imported], [[], true]);
  const managed = { ...found.state, declared: Object.keys(found.inputs) };
  assert.deepEqual((await diff(id, managed, found.inputs, context)).changes, []);
});

test("an update records other inputs, and sends nothing but a read", async (t) => {
  const harness = await startWithInstance(t);
  const { context, instanceId } = harness;
  const before = { instance: instanceId, name: "nightly", description: "old", triggers: { version: "1" } };
  const { id, state } = await create(before, context);
  const posts = asked(harness, "POST");
  const after = { instance: instanceId, name: "nightly", description: "new" };
  const updated = await update(id, state, after, context);
  assert.deepEqual([updated.description, updated.declared], ["new", ["instance", "name", "description"]]);
  assert.deepEqual(updated.released, { triggers: { version: "1" } });
  assert.deepEqual((await diff(id, updated, after, context)).changes, []);
  const again = await update(id, updated, before, context);
  assert.deepEqual([again.triggers, again.released], [{ version: "1" }, undefined]);
  assert.equal(asked(harness, "POST"), posts);
});

test("an update to another instance warns that the backup is kept", async (t) => {
  const { context, instanceId, lines } = await startWithInstance(t);
  const { id, state } = await create({ instance: instanceId, name: "nightly" }, context);
  const updated = await update(id, state, { instance: OTHER_ID, name: "nightly" }, context);
  assert.deepEqual([updated.instance, updated.instanceId], [OTHER_ID, instanceId]);
  assert.match(lines.at(-1) ?? "", new RegExp(`^instance is now ${OTHER_ID}, but the backup is kept`));
});

test("an update of a backup that is gone says what to do", async (t) => {
  const { cloud, context, instanceId } = await startWithInstance(t);
  const inputs = { instance: instanceId, name: "nightly" };
  const { id, state } = await create(inputs, context);
  cloud.removeBackup(id);
  await assert.rejects(update(id, state, inputs, context), { code: "TROVE_NOT_FOUND", message: /`pulumi refresh`/ });
});
