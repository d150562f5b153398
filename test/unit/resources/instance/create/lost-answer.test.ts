import assert from "node:assert/strict";
import { test } from "node:test";
import type { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { connect, startHarness, until } from "../harness.ts";
import { inputs } from "../samples.ts";

const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

test("finds a lost create whose datastore is given by id", async (t) => {
  const { cloud, context } = await startHarness(t);
  const [mysql] = (await context.trove.datastores.list()).filter(({ name }) => name === "mysql");
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
  const { id } = await create(small({ datastore: { type: mysql?.id } }), context);
  assert.deepEqual(
    cloud.instances().map((record) => record.id),
    [id],
  );
});

test("reports both ids if a lost create takes effect after it was sent again", async (t) => {
  const { cloud, context } = await startHarness(t, { boot: 1800 });
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "before" } });
  const creating = create(small(), context);
  await until(
    "the instance",
    async () => cloud.instances(),
    ({ length }) => length > 0,
  );
  const late = await connect(cloud).instances.create({ name: "db-1234567", flavorId: "2", volume: { size: 1 } });
  const [mine] = cloud.instances().filter(({ id }) => id !== late.id);
  cloud.change(mine?.id ?? "", (record) => {
    record.status = "ACTIVE";
  });
  await assert.rejects(creating, (error: InterruptedError<InstanceState>) => {
    assert.equal(error.code, "TROVE_AMBIGUOUS_CREATE");
    assert.match(error.message, new RegExp(`${mine?.id} is in the state, but there is ${late.id} \\(BUILD`));
    assert.deepEqual([error.id, error.state.pending], [mine?.id, []]);
    return true;
  });
});

test("adopts no instance of a chosen name that others may have created", async (t) => {
  const { cloud, context } = await startHarness(t);
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "before" } });
  const creating = create(small({ name: "orders" }), context).catch((error: unknown) => error);
  await until(
    "the lost create",
    async () => cloud.requests.filter(({ method, service }) => method === "POST" && service === "trove"),
    ({ length }) => length === 1,
  );
  const theirs = await connect(cloud).instances.create({ name: "orders", flavorId: "2", volume: { size: 1 } });
  const { code, message, id } = (await creating) as InterruptedError<InstanceState>;
  assert.deepEqual([code, id], ["TROVE_UNKNOWN_OUTCOME", undefined]);
  assert.match(message, new RegExp(`${theirs.id} \\(.*set adoptId to its id`));
  assert.deepEqual(
    cloud.instances().map((record) => record.id),
    [theirs.id],
  );
});

test("adopts no instance that was listed before the create", async (t) => {
  const { cloud, context } = await startHarness(t);
  const theirs = await connect(cloud).instances.create({ name: "orders", flavorId: "2", volume: { size: 1 } });
  // In the future, so that it looks newer than the create by any clock.
  cloud.change(theirs.id, (record) => Object.assign(record, { created: new Date(Date.now() + 3_600_000) }));
  const body = { computeFault: { code: 500, message: "Internal Server Error" } };
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 500, body } });
  const { id } = await create(small({ name: "orders" }), context);
  assert.notEqual(id, theirs.id);
  assert.equal(cloud.instances().length, 2);
});
