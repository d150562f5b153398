import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import type { InstanceRecord } from "../../../../../simulator/index.ts";
import { at, type Harness, startHarness, until } from "../harness.ts";
import { ID, inputs, OTHER_ID, state } from "../samples.ts";

const USERS = { "app@%": { password: "old-secret", databases: ["app"] } };

/** An instance that somebody made, and a process that has never met it. */
async function startWithExisting(t: Parameters<typeof startHarness>[0], fields: InstanceInputs = {}) {
  const maker = await startHarness(t);
  const declared = inputs({ name: "old", volume: { size: 1 }, databases: { app: {} }, users: USERS, ...fields });
  const { id } = await create(declared, maker.context);
  const harness = await startHarness(t);
  return {
    id,
    cloud: maker.cloud,
    context: at(harness.context, maker.context),
  } satisfies Partial<Harness> & {
    id: string;
  };
}

test("adopts an instance without changes, and sets every declared password", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const users = { "app@%": { password: "new-secret", databases: ["app"] } };
  const adopted = await create({ adoptId: id, flavor: "m1.small", databases: { app: {} }, users }, context);
  assert.equal(adopted.id, id);
  // Trove tells its guest, and does not wait for it.
  const password = async () => cloud.instance(id)?.users[0]?.password;
  await until("the new password", password, (value) => value === "new-secret");
  assert.deepEqual([adopted.state.wasActive, adopted.state.pending], [true, []]);
  assert.deepEqual(adopted.state.declared.sort(), ["adoptId", "databases", "flavor", "users"]);
  assert.equal(cloud.instances().length, 1);
});

/** Differences that are brought to what the program says, and what the cloud then holds. */
const DIFFERENT: Readonly<
  Record<string, readonly [fields: InstanceInputs, holds: (record: InstanceRecord) => unknown]>
> = {
  name: [{ name: "new" }, ({ name }) => name === "new"],
  flavor: [{ flavor: "m1.medium" }, ({ flavor }) => flavor === "3"],
  "volume.size": [{ volume: { size: 2 } }, ({ volume }) => volume.size === 2],
  access: [
    { access: { isPublic: true, allowedCidrs: [] } },
    ({ access }) => access?.is_public === true && JSON.stringify(access.allowed_cidrs) === "[]",
  ],
  'databases["log"]': [{ databases: { log: {} } }, (record) => record.databases.some(({ name }) => name === "log")],
  'users["b@%"]': [{ users: { "b@%": { password: "x1" } } }, (record) => record.user("b", "%")?.password === "x1"],
  'users["app@%"].databases': [
    { users: { "app@%": { password: "x1", databases: [] } } },
    (record) => record.user("app", "%")?.databases.length === 0,
  ],
};

for (const [path, [fields, holds]] of Object.entries(DIFFERENT)) {
  test(`changes only ${path} of an adopted instance that differs in it`, async (t) => {
    const { id, cloud, context } = await startWithExisting(t);
    const before = kept(cloud.instance(id), fields);
    const { id: adopted, state } = await create({ adoptId: id, flavor: "2", ...fields }, context);
    const record = cloud.instance(id);
    assert.ok(record && adopted === id);
    assert.ok(holds(record), JSON.stringify(record));
    assert.deepEqual([state.wasActive, state.pending], [true, []]);
    assert.deepEqual(state.declared.sort(), [...new Set(["adoptId", "flavor", ...Object.keys(fields)])].sort());
    assert.deepEqual(kept(record, fields), before);
    assert.ok(record.databases.some(({ name }) => name === "app") && record.user("app", "%"));
  });
}

/** What of an instance the program says nothing of. */
function kept(record: InstanceRecord | undefined, fields: object): Record<string, unknown> {
  assert.ok(record);
  const { name, flavor, volume, access, databases, users } = record;
  const all = structuredClone({ name, flavor, volume, access, databases, users });
  return Object.fromEntries(Object.entries(all).filter(([key]) => !(key in fields)));
}

const REFUSED: Readonly<Record<string, InstanceInputs>> = {
  "volume.size": { volume: { size: 1 } },
  "datastore.type": { datastore: { type: "mariadb" } },
  "datastore.version": { datastore: { type: "mysql", version: "5.7.29" } },
  replicaOf: { replicaOf: OTHER_ID },
};

for (const [path, fields] of Object.entries(REFUSED)) {
  test(`refuses an adoption by the path ${path} before it changes anything`, async (t) => {
    const { id, cloud, context } = await startWithExisting(t, { volume: { size: 2 } });
    cloud.requests.length = 0;
    const all = { adoptId: id, flavor: "3", name: "new", ...fields, allow: { replace: true } };
    await assert.rejects(create(all, context), ({ code, message }) => {
      assert.equal(code, "TROVE_REFUSED");
      assert.ok(message.startsWith(`Adopting instance ${id} was refused, nothing was changed.`), message);
      assert.ok(message.includes(`${path}: `), message);
      return true;
    });
    const changes = cloud.requests.filter(({ method, service }) => service === "trove" && method !== "GET");
    assert.deepEqual(changes, []);
    // What was refused was not taken over: the next attempt may.
    assert.equal((await create({ adoptId: id, flavor: "2" }, context)).id, id);
  });
}

test("adopts a replica", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const maker = await startHarness(t);
  const replica = await create({ name: "replica", replicaOf: id }, at(maker.context, context));
  const { state } = await create({ adoptId: replica.id, replicaOf: id }, context);
  assert.equal(state.source, id);
  assert.equal(cloud.instance(replica.id)?.replicaOf, id);
});

test("keeps a replica that is adopted without replicaOf, and shows no change", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const maker = await startHarness(t);
  const replica = await create({ name: "replica", replicaOf: id }, at(maker.context, context));
  const adoption = { adoptId: replica.id, flavor: "2" };
  const { state } = await create(adoption, context);
  assert.equal(cloud.instance(replica.id)?.replicaOf, id);
  assert.deepEqual(compare(state, adoption).changes, []);
  const found = await read({ id: replica.id, state }, context);
  assert.ok(found);
  assert.deepEqual([found.inputs, compare(found.state, adoption).changes], [adoption, []]);
});

for (const [argument, fields] of Object.entries({ databases: { databases: { log: {} } }, users: { users: USERS } })) {
  test(`refuses ${argument} in the adoption of a replica without replicaOf`, async (t) => {
    const { id, context } = await startWithExisting(t);
    const maker = await startHarness(t);
    const replica = await create({ name: "replica", replicaOf: id }, at(maker.context, context));
    await assert.rejects(create({ adoptId: replica.id, databases: {}, ...fields }, context), {
      code: "TROVE_REFUSED",
      message: new RegExp(`${argument}: cannot be declared for a replica: the instance replicates ${id}`),
    });
  });
}

test("creates the declared databases and users of an adopted instance", async (t) => {
  const { id, context } = await startWithExisting(t);
  const started = context.clock.now();
  const users = { "new@%": { password: "x1", databases: ["log"] } };
  await create({ adoptId: id, databases: { log: {} }, users }, context);
  assert.ok(context.clock.now() - started < 60_000, "nobody else would make them: there is nothing to wait for");
});

for (const status of ["BUILD", "ERROR", "SHUTDOWN"]) {
  test(`refuses to adopt an instance in ${status}`, async (t) => {
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

test("names project and region if the instance to adopt does not exist", async (t) => {
  const { cloud, context } = await startWithExisting(t);
  await assert.rejects(create({ adoptId: OTHER_ID, flavor: "2" }, context), {
    code: "TROVE_ADOPT",
    message: new RegExp(`no such instance in project ${cloud.projects.demo}, region RegionOne`),
  });
});

test("refuses to adopt an id that another resource manages, or to adopt twice", async (t) => {
  const { id, context } = await startWithExisting(t);
  await create({ adoptId: id, flavor: "2" }, context);
  await assert.rejects(create({ adoptId: id, flavor: "2" }, context), { code: "TROVE_ADOPT" });
});

test("deletes an adopted instance for its own state, not for the older one", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  const { state } = await create({ adoptId: id, flavor: "2" }, context);
  const { adoptionToken, ...before } = state;
  await deleteInstance(id, before, context);
  const later = at((await startHarness(t)).context, context);
  later.knownIds.claimBy(adoptionToken, id);
  await deleteInstance(id, before, later);
  assert.equal(cloud.instance(id)?.status, "ACTIVE");
  await deleteInstance(id, state, later);
  assert.equal(cloud.instance(id), undefined);
});

test("refuses the second of two concurrent adoptions of an instance", async (t) => {
  const { id, context } = await startWithExisting(t);
  const adopt = () => create({ adoptId: id, flavor: "2" }, context);
  const [first, second] = await Promise.allSettled([adopt(), adopt()]);
  assert.equal(first.status, "fulfilled");
  assert.match(String(second.status === "rejected" && second.reason), /another resource of this stack/);
});

test("can repeat an adoption that was refused", async (t) => {
  const { id, cloud, context } = await startWithExisting(t);
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  const adopt = () => create({ adoptId: id, flavor: "2" }, context);
  await assert.rejects(adopt(), { code: "TROVE_ADOPT" });
  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  assert.equal((await adopt()).id, id);
});

for (const [title, before, after, warnings] of [
  ["warns of an added adoptId", {}, { adoptId: ID }, 1],
  ["warns of another adoptId", { adoptId: ID }, { adoptId: OTHER_ID }, 1],
  ["does not warn of a removed adoptId", { adoptId: ID }, {}, 0],
  [
    "does not warn of another adoptId with a replacement",
    { adoptId: ID, availabilityZone: "a" },
    { adoptId: OTHER_ID, availabilityZone: "b", allow: { replace: true } },
    0,
  ],
] as const) {
  test(title, () => {
    const { changes } = compare(state(inputs(before)), inputs(after));
    assert.equal(changes.filter(({ warning }) => warning).length, warnings);
  });
}
