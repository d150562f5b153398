import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/instance/create.ts";
import { remove } from "../../../../provider/resources/instance/delete.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/inputs.ts";
import { until } from "../../../support/cloud-api.ts";
import { inputs, OTHER_ID } from "./samples.ts";
import { type Stage, startStage } from "./stage.ts";

const USERS = { "app@%": { password: "old-secret", databases: ["app"] } };

/** An instance that somebody made, and a process that has never met it. */
async function startWithExisting(t: Parameters<typeof startStage>[0], fields: InstanceInputs = {}) {
  const maker = await startStage(t);
  const declared = inputs({ name: "old", volume: { size: 1 }, databases: { app: {} }, users: USERS, ...fields });
  const { id } = await create(declared, maker.context);
  const stage = await startStage(t);
  return {
    id,
    cloud: maker.cloud,
    context: { ...stage.context, trove: maker.context.trove },
  } satisfies Partial<Stage> & {
    id: string;
  };
}

test("an instance that is as the program says is taken over, and every declared password is set", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const users = { "app@%": { password: "new-secret", databases: ["app"] } };
  const adopted = await create({ adoptId: id, flavor: "m1.small", databases: { app: {} }, users }, context);
  assert.equal(adopted.id, id);
  // Trove tells its guest, and does not wait for it.
  const password = async () => cloud.instance(id)?.users[0]?.password;
  await until("the new password", password, (value) => value === "new-secret");
  assert.deepEqual([adopted.state.built, adopted.state.pending], [true, []]);
  assert.deepEqual(adopted.state.declared.sort(), ["adoptId", "databases", "flavor", "users"]);
  assert.equal(cloud.instances().length, 1);
});

const DIFFERENT: Readonly<Record<string, InstanceInputs>> = {
  name: { name: "new" },
  flavor: { flavor: "m1.medium" },
  "volume.size": { volume: { size: 2 } },
  "datastore.type": { datastore: { type: "mariadb" } },
  replicaOf: { replicaOf: OTHER_ID },
  access: { access: { isPublic: true, allowedCidrs: [] } },
  'databases["log"]': { databases: { log: {} } },
  'users["b@%"]': { users: { "b@%": { password: "x" } } },
  'users["app@%"].databases': { users: { "app@%": { password: "x", databases: [] } } },
};

for (const [path, fields] of Object.entries(DIFFERENT)) {
  test(`a difference in ${path} refuses the adoption by that path, before anything is changed`, async (t) => {
    const { id, cloud, context } = await startWithExisting(t);
    cloud.requests.length = 0;
    await assert.rejects(create({ adoptId: id, flavor: "2", ...fields }, context), ({ code, message }) => {
      assert.equal(code, "TROVE_REFUSED");
      assert.ok(message.includes(`${path}: `), message);
      return true;
    });
    const changes = cloud.requests.filter(({ method, service }) => service === "trove" && method !== "GET");
    assert.deepEqual(changes, []);
  });
}

for (const status of ["BUILD", "ERROR", "SHUTDOWN"]) {
  test(`an instance in ${status} is not taken over`, async (t) => {
    const { id, cloud, context } = await startWithExisting(t);
    cloud.change(id, (record) => {
      record.status = status;
    });
    await assert.rejects(create({ adoptId: id, flavor: "2" }, context), {
      code: "TROVE_ADOPT",
      message: new RegExp(status),
    });
  });
}

test("an id that is not there is refused with project and region", async (t) => {
  const { cloud, context } = await startWithExisting(t);
  await assert.rejects(create({ adoptId: OTHER_ID, flavor: "2" }, context), {
    code: "TROVE_ADOPT",
    message: new RegExp(`no such instance in project ${cloud.projects.demo}, region RegionOne`),
  });
});

test("an id that this process has met is refused, and so is a second adoption", async (t) => {
  const { id, context } = await startWithExisting(t);
  await create({ adoptId: id, flavor: "2" }, context);
  await assert.rejects(create({ adoptId: id, flavor: "2" }, context), { code: "TROVE_ADOPT" });
});

test("what this process took over it does not delete", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const { state } = await create({ adoptId: id, flavor: "2" }, context);
  await remove(id, state, context);
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
});
