import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/configuration/create.ts";
import { deleteConfiguration } from "../../../../provider/resources/configuration/delete.ts";
import { compare } from "../../../../provider/resources/configuration/diff.ts";
import { read } from "../../../../provider/resources/configuration/read.ts";
import { create as createInstance } from "../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../provider/resources/instance/delete/delete.ts";
import { startHarness } from "../instance/harness.ts";
import { inputs as instanceInputs } from "../instance/samples.ts";

const declared = {
  name: "settings",
  description: "slow",
  datastore: { type: "mysql", version: "8.0.29" },
  values: { long_query_time: "1", wait_timeout: 60, innodb_ft_max_token_size: 20 },
};

test("a refresh right after a create changes nothing", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  const found = await read({ id, state }, context);
  assert.deepEqual(found, { state, inputs: declared });
});

test("a refresh shows what changed outside, except masked values", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  const values = { wait_timeout: 70, sync_binlog: 1, innodb_ft_max_token_size: 30 };
  await context.trove.configurations.replace(id, { name: "other", description: "fast", values });
  const found = await read({ id, state }, context);
  const current = { wait_timeout: 70, sync_binlog: 1, innodb_ft_max_token_size: 20 };
  assert.deepEqual(found?.inputs, { ...declared, name: "other", description: "fast", values: current });
  assert.notEqual(found.state.revision, state.revision);
});

test("an attachment does not show in a refresh", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  await createInstance(instanceInputs({ volume: { size: 1 }, configuration: id }), context);
  assert.deepEqual(await read({ id, state }, context), { state, inputs: declared });
});

test("a read by id gives the inputs with which a program changes nothing", async (t) => {
  const { context } = await startHarness(t);
  const { id } = await create(declared, context);
  const found = await read({ id, withInputs: true }, context);
  assert.deepEqual(found?.inputs, {
    ...declared,
    values: { long_query_time: 1, wait_timeout: 60, innodb_ft_max_token_size: "***" },
  });
  assert.deepEqual(found.state.declared, []);
  const imported = { ...found.state, declared: Object.keys(found.inputs) };
  assert.deepEqual(compare(imported, found.inputs).changes, []);
});

test("a read of a group that is gone finds nothing", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  await context.trove.configurations.delete(id);
  assert.equal(await read({ id, state }, context), undefined);
});

test("a refresh forgets a pending restart that Trove no longer shows", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  const instance = await createInstance(instanceInputs({ volume: { size: 1 }, configuration: id }), context);
  const waiting = { ...state, waitingForRestart: [instance.id] };
  cloud.change(instance.id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  assert.deepEqual((await read({ id, state: waiting }, context))?.state.waitingForRestart, [instance.id]);
  await context.trove.instances.restart(instance.id);
  await context.clock.sleep(60_000);
  assert.equal((await read({ id, state: waiting }, context))?.state.waitingForRestart, undefined);
});

test("deletes a group, and one that is gone", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  await deleteConfiguration(id, state, context);
  assert.deepEqual(await Array.fromAsync(context.trove.configurations.list()), []);
  await deleteConfiguration(id, state, context);
});

test("a lost answer to a DELETE is no failure", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  cloud.faults.add({ method: "DELETE", effect: { type: "reset", when: "before" } });
  await deleteConfiguration(id, state, context);
  assert.deepEqual(await Array.fromAsync(context.trove.configurations.list()), []);
});

test("a group that is attached is not deleted, and its instances are named", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  const instance = await createInstance(instanceInputs({ volume: { size: 1 }, configuration: id }), context);
  await assert.rejects(
    deleteConfiguration(id, state, context),
    new RegExp(`"settings" \\(${id}\\) was not deleted: it is attached to instance ${instance.id}\\.`),
  );
});

test("waits for the instance that the same run is deleting", async (t) => {
  const { context } = await startHarness(t);
  const { id, state } = await create(declared, context);
  const instance = await createInstance(
    instanceInputs({ volume: { size: 1 }, configuration: id, finalBackup: {} }),
    context,
  );
  await Promise.all([deleteInstance(instance.id, instance.state, context), deleteConfiguration(id, state, context)]);
  assert.deepEqual(await Array.fromAsync(context.trove.configurations.list()), []);
});
