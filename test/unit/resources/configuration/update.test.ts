import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { ConfigurationInputs } from "../../../../provider/resources/configuration/arguments.ts";
import { create } from "../../../../provider/resources/configuration/create.ts";
import { read } from "../../../../provider/resources/configuration/read.ts";
import type { ConfigurationState } from "../../../../provider/resources/configuration/state.ts";
import { update } from "../../../../provider/resources/configuration/update/update.ts";
import { InterruptedError } from "../../../../provider/resources/errors/interrupted-error.ts";
import { create as createInstance } from "../../../../provider/resources/instance/create/create.ts";
import { update as updateInstance } from "../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "../instance/harness.ts";
import { inputs as instanceInputs } from "../instance/samples.ts";

const mysql = { type: "mysql", version: "8.0.29" };
/** Takes effect only after a restart. */
const fixed = { innodb_buffer_pool_size: 10_000_000 };

function group(values: ConfigurationInputs["values"], fields: Partial<ConfigurationInputs> = {}): ConfigurationInputs {
  return { name: "settings", datastore: mysql, values, ...fields };
}

/** A group with these values, attached to a number of instances. */
async function startAttached(t: TestContext, values: ConfigurationInputs["values"], count = 1) {
  const harness = await startHarness(t);
  const { cloud, context } = harness;
  const { id, state } = await create(group(values), context);
  const instances = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      createInstance(instanceInputs({ name: `db-${index}`, volume: { size: 1 }, configuration: id }), context),
    ),
  );
  cloud.requests.length = 0;
  const restarts = () => cloud.requests.filter(({ path }) => path.endsWith("/action")).length;
  const puts = () => cloud.requests.filter(({ method, path }) => method === "PUT" && path.includes("/config")).length;
  const valuesInCloud = async () => (await context.trove.configurations.get(id)).values;
  return { ...harness, id, state, instances, restarts, puts, valuesInCloud };
}

async function interruptedBy(updating: Promise<unknown>): Promise<InterruptedError<ConfigurationState>> {
  const error = await updating.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof InterruptedError, String(error));
  return error;
}

test("replaces the values in one request, and changes the revision", async (t) => {
  const { context, id, state, puts, valuesInCloud } = await startAttached(t, { wait_timeout: 60, sync_binlog: 1 });
  const declared = group({ wait_timeout: 70, long_query_time: 2 }, { name: "renamed", description: "slow" });
  const changed = await update(id, state, declared, context);
  assert.deepEqual(await valuesInCloud(), { wait_timeout: 70, long_query_time: 2 });
  assert.deepEqual([changed.name, changed.description, changed.pending], ["renamed", "slow", []]);
  assert.notEqual(changed.revision, state.revision);
  assert.equal(puts(), 1);
});

test("sends nothing for consent alone, and for the same values in another form", async (t) => {
  const { context, id, state, puts } = await startAttached(t, { wait_timeout: 60 }, 0);
  const declared = group({ wait_timeout: "60" }, { allow: { restart: true } });
  const changed = await update(id, state, declared, context);
  assert.deepEqual(
    [changed.allow, changed.values, changed.revision],
    [{ restart: true }, { wait_timeout: "60" }, state.revision],
  );
  assert.equal(puts(), 0);
});

test("restarts the instances that the change left in RESTART_REQUIRED, with consent", async (t) => {
  const { cloud, context, id, state, instances, restarts } = await startAttached(t, { wait_timeout: 60 }, 2);
  const changed = await update(id, state, group(fixed, { allow: { restart: true } }), context);
  assert.equal(restarts(), 2);
  assert.deepEqual(
    instances.map((one) => cloud.instance(one.id)?.task),
    ["NONE", "NONE"],
  );
  assert.equal(changed.waitingForRestart, undefined);
});

test("names the instances without consent, and restarts them once the program consents", async (t) => {
  const { context, id, state, instances, restarts, lines, puts } = await startAttached(t, { wait_timeout: 60 });
  const waiting = await update(id, state, group(fixed), context);
  assert.equal(restarts(), 0);
  assert.match(lines.join("\n"), new RegExp(`take effect: instance ${instances[0]?.id}\\. Set allow`));
  assert.deepEqual(waiting.waitingForRestart, [instances[0]?.id]);

  const restarted = await update(id, waiting, group(fixed, { allow: { restart: true } }), context);
  assert.deepEqual([restarts(), puts(), restarted.waitingForRestart], [1, 1, undefined]);
});

test("does not restart an instance that waited for a restart before", async (t) => {
  const { cloud, context, id, state, instances, restarts, lines } = await startAttached(t, { wait_timeout: 60 });
  const [instance = assert.fail()] = instances;
  cloud.change(instance.id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  await update(id, state, group(fixed, { allow: { restart: true } }), context);
  assert.equal(restarts(), 0);
  assert.match(lines.join("\n"), new RegExp(`allow of the group does not cover it: instance ${instance.id}`));
});

test("changes nothing while an attached instance is in ERROR", async (t) => {
  const { cloud, context, id, state, instances, puts } = await startAttached(t, { wait_timeout: 60 });
  const [instance = assert.fail()] = instances;
  cloud.change(instance.id, (record) => {
    record.status = "ERROR";
  });
  const updating = update(id, state, group({ wait_timeout: 70 }), context);
  await assert.rejects(updating, new RegExp(`was not changed: it is attached to instance ${instance.id} \\(ERROR\\)`));
  assert.equal(puts(), 0);
});

test("waits until the attached instances are idle", async (t) => {
  const { cloud, context, id, state, instances, puts } = await startAttached(t, { wait_timeout: 60 });
  const [instance = assert.fail()] = instances;
  await context.trove.instances.resize(instance.id, "3");
  await update(id, state, group({ wait_timeout: 70 }), context);
  assert.equal(cloud.instance(instance.id)?.flavor, "3");
  assert.equal(puts(), 1);
});

test("a guest that is not reached leaves an update to finish, which sends all values again", async (t) => {
  const { cloud, context, id, state, puts, valuesInCloud } = await startAttached(t, { wait_timeout: 60 });
  const message = "An error occurred communicating with the guest: Timeout.";
  const body = { badRequest: { code: 400, message } };
  cloud.faults.add({ method: "PUT", effect: { type: "status", status: 400, body, when: "after" } });
  const declared = group({ wait_timeout: 70 });
  const error = await interruptedBy(update(id, state, declared, context));
  assert.match(
    error.message,
    /did not apply them to all attached instances: .*communicating with the guest.*\(ACTIVE\)/,
  );
  assert.deepEqual([error.state.pending, error.state.values], [["update"], { wait_timeout: 70 }]);
  assert.deepEqual(await valuesInCloud(), { wait_timeout: 70 });

  const finished = await update(id, error.state, declared, context);
  assert.deepEqual([finished.pending, puts()], [[], 2]);
});

test("a change that Trove forbids is no partial failure", async (t) => {
  const { cloud, context, id, state } = await startAttached(t, { wait_timeout: 60 });
  const body = { forbidden: { code: 403, message: "no" } };
  cloud.faults.add({ method: "PUT", effect: { type: "status", status: 403, body } });
  await assert.rejects(
    update(id, state, group({ wait_timeout: 70 }), context),
    /^ForbiddenError: Replacing the values/,
  );
});

test("a value that Trove refuses changes nothing, and is named", async (t) => {
  const { cloud, context, id, state, valuesInCloud } = await startAttached(t, { wait_timeout: 60 }, 0);
  cloud.faults.add({ path: "/parameters$", times: 0, effect: { type: "status", status: 403, body: {} } });
  // The create has cached the list for its own process.
  const later = { ...context, cache: (await startHarness(t)).context.cache };
  const updating = update(id, state, group({ wait_timeout: 0 }), later);
  await assert.rejects(updating, /^RefusedArgumentError: values\.wait_timeout: /);
  assert.deepEqual(await valuesInCloud(), { wait_timeout: 60 });
});

test("restarts what a killed update left, whose state has the old values", async (t) => {
  const { context, id, state, restarts } = await startAttached(t, { wait_timeout: 60 });
  await context.trove.configurations.replace(id, { values: fixed });
  await update(id, state, group(fixed, { allow: { restart: true } }), context);
  assert.equal(restarts(), 1);
});

test("a failed restart is a partial failure that the next update continues", async (t) => {
  const { cloud, context, id, state, instances, restarts } = await startAttached(t, { wait_timeout: 60 }, 2);
  const body = { forbidden: { code: 403, message: "no" } };
  cloud.faults.add({ method: "POST", path: "/action$", nth: 2, effect: { type: "status", status: 403, body } });
  const declared = group(fixed, { allow: { restart: true } });
  const error = await interruptedBy(update(id, state, declared, context));
  assert.deepEqual([error.state.pending, error.state.values, error.state.waitingForRestart?.length], [[], fixed, 1]);
  const finished = await update(id, error.state, declared, context);
  assert.equal(finished.waitingForRestart, undefined);
  assert.equal(restarts(), 3);
  for (const one of instances) assert.equal(cloud.instance(one.id)?.task, "NONE");
});

test("an update of the group and of its instances at the same time both end", async (t) => {
  const { cloud, context, id, state, instances } = await startAttached(t, { wait_timeout: 60 }, 3);
  const declared = (index: number) =>
    instanceInputs({ name: `db-${index}`, volume: { size: 2 }, configuration: id, allow: { restart: true } });
  await Promise.all([
    ...instances.map((one, index) => updateInstance(one.id, one.state, declared(index), context)),
    update(id, state, group(fixed, { allow: { restart: true } }), context),
  ]);
  const records = instances.map((one) => cloud.instance(one.id));
  assert.deepEqual(
    records.map((record) => [record?.volume.size, record?.task]),
    [2, 2, 2].map((size) => [size, "NONE"]),
  );
});

test("locks sources before replicas, as an update of a source does", async (t) => {
  const { cloud, context, id, state, instances } = await startAttached(t, { wait_timeout: 60 }, 2);
  const [replica = assert.fail(), source = assert.fail()] = instances.map((one) => one.id).sort();
  cloud.change(replica, (record) => {
    record.replicaOf = source;
  });
  let updating: Promise<unknown> = Promise.resolve();
  // The update of a source holds the lock of the source while it waits for those of its replicas.
  await context.locks.runExclusive(source, async () => {
    updating = update(id, state, group({ wait_timeout: 70 }), context);
    await context.clock.sleep(5000);
    await context.locks.runExclusive(replica, async () => {});
  });
  await updating;
});

test("refuses to send a masked value of an import", async (t) => {
  const { context, id, puts } = await startAttached(t, { innodb_ft_max_token_size: 20 }, 0);
  const found = await read({ id, withInputs: true }, context);
  assert.deepEqual(found?.inputs.values, { innodb_ft_max_token_size: "***" });
  const imported = { ...found.state, declared: ["name", "values"] };
  const masked = group({ innodb_ft_max_token_size: "***", wait_timeout: 60 });
  const updating = update(id, imported, masked, context);
  await assert.rejects(updating, /values\.innodb_ft_max_token_size: Trove shows "\*\*\*" in place of the value/);
  assert.equal(puts(), 0);

  const recorded = await update(id, imported, group({ innodb_ft_max_token_size: 20 }), context);
  assert.deepEqual([recorded.values, puts()], [{ innodb_ft_max_token_size: 20 }, 0]);
});

test("a group that was deleted outside is named", async (t) => {
  const { context, id, state } = await startAttached(t, { wait_timeout: 60 }, 0);
  await context.trove.configurations.delete(id);
  const updating = update(id, state, group({ wait_timeout: 70 }), context);
  await assert.rejects(updating, /^GroupGoneError: Configuration group "settings" .* no longer exists/);
});
