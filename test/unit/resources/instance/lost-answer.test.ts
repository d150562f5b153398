import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/inputs.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import type { InterruptedError } from "../../../../provider/resources/interrupted-error.ts";
import { until } from "../../../support/cloud-api.ts";
import { inputs } from "./samples.ts";
import { connect, startStage } from "./stage.ts";

const small = (fields: InstanceInputs = {}) => inputs({ name: "db-1234567", volume: { size: 1 }, ...fields });

test("a lost create of a datastore that the program names by its id is found", async (t) => {
  const { cloud, context } = await startStage(t);
  const [mysql] = (await context.trove.datastores.list()).filter(({ name }) => name === "mysql");
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
  const { id } = await create(small({ datastore: { type: mysql?.id } }), context);
  assert.deepEqual(
    cloud.instances().map((record) => record.id),
    [id],
  );
});

test("a lost create that takes effect after it was sent again is told of, with both ids", async (t) => {
  const { cloud, context } = await startStage(t, { boot: 30 });
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
    assert.match(error.message, new RegExp(`${mine?.id} is in the state, .* there is ${late.id} \\(BUILD`));
    assert.deepEqual([error.id, error.state.pending], [mine?.id, []]);
    return true;
  });
});
