import assert from "node:assert/strict";
import { test } from "node:test";
import { getInstance } from "../../../provider/lookups/get-instance.ts";
import { getInstances } from "../../../provider/lookups/get-instances.ts";
import { startCannedCloud } from "../trove/canned-cloud.ts";
import { contextOf, present, run, startHarness } from "./harness.ts";

const NOBODYS = "8a2f3c1e-0000-4000-8000-000000000001";

test("finds an instance by its id and by its name", async (t) => {
  const harness = await startHarness(t);
  const id = await harness.createInstance("orders");
  await harness.createInstance("other");
  const byId = await harness.run(getInstance, { id });
  assert.deepEqual(await harness.run(getInstance, { name: "orders" }), byId);
  const [address] = harness.cloud.instance(id)?.addresses ?? [];
  const { created, addresses, ...rest } = byId;
  assert.match(String(created), /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  assert.deepEqual(present(addresses), [address]);
  assert.deepEqual(present(rest), {
    id,
    name: "orders",
    status: "ACTIVE",
    operatingStatus: "HEALTHY",
    flavorId: "2",
    datastoreType: "mysql",
    datastoreVersion: "8.0.29",
    volumeSize: 1,
    endpoint: { host: address?.address, port: 3306 },
    host: address?.address,
    port: 3306,
    privateEndpoint: { host: address?.address, port: 3306 },
    projectId: harness.cloud.projects.demo,
    region: "RegionOne",
    replicas: [],
  });
});

test("shows the group, the access and the replicas that the list of instances lacks", async (t) => {
  const { run: lookUp, trove, createInstance } = await startHarness(t);
  const id = await createInstance("orders");
  const group = await trove.configurations.create({ name: "group", values: { max_connections: 100 } });
  await trove.instances.update(id, { configurationId: group.id });
  const { id: replica } = await trove.instances.create({ name: "copy", replicaOf: id });
  const { replicas, configuration } = await lookUp(getInstance, { name: "orders" });
  assert.deepEqual({ replicas, configuration }, { replicas: [replica], configuration: group.id });
  assert.equal((await lookUp(getInstance, { name: "copy" })).replicaOf, id);
});

test("names the instances whose names are near one that nobody has", async (t) => {
  const { run: lookUp, cloud, createInstance } = await startHarness(t);
  await createInstance("orders");
  await createInstance("warehouse");
  const place = `does not exist in project ${cloud.projects.demo}, region RegionOne.`;
  await assert.rejects(lookUp(getInstance, { name: "order" }), {
    code: "TROVE_LOOKUP",
    message: `Instance "order" ${place} Did you mean "orders"?`,
  });
  await assert.rejects(lookUp(getInstance, { name: "invoices" }), {
    message: `Instance "invoices" ${place} The instances are named "orders", "warehouse".`,
  });
});

test("says that there are no instances at all", async (t) => {
  const { run: lookUp } = await startHarness(t);
  await assert.rejects(lookUp(getInstance, { name: "orders" }), /There are no instances\.$/);
});

test("names where an id was looked for", async (t) => {
  const { run: lookUp, cloud } = await startHarness(t);
  await assert.rejects(lookUp(getInstance, { id: NOBODYS }), {
    code: "TROVE_LOOKUP",
    message:
      `Instance ${NOBODYS} does not exist in project ${cloud.projects.demo}, region RegionOne. ` +
      "Correct the id, or use the credentials of its project and region.",
  });
});

test("lists the candidates of a name that several instances have", async (t) => {
  const { run: lookUp, cloud, createInstance } = await startHarness(t);
  const ids = [await createInstance("orders"), await createInstance("orders")].sort();
  await assert.rejects(lookUp(getInstance, { name: "orders" }), {
    code: "TROVE_AMBIGUOUS_LOOKUP",
    message:
      `2 instances are named "orders" in project ${cloud.projects.demo}, region RegionOne: ` +
      `${ids.map((id) => `${id} (ACTIVE)`).join(", ")}. Look one up by its id.`,
  });
});

test("lists the candidates by id, in whichever order Trove lists them", async (t) => {
  const instances = ["b", "a"].map((id) => ({ id, name: "orders", status: "ACTIVE", operating_status: "HEALTHY" }));
  const { client } = await startCannedCloud(t, ({ path }) =>
    path === "/limits" ? { body: { limits: [] } } : { body: { instances } },
  );
  await assert.rejects(
    run(getInstance, contextOf(client), { name: "orders" }),
    /: a \(ACTIVE\), b \(ACTIVE\)\. Look one/,
  );
});

test("finds a name on the second page, and lists once for concurrent lookups", async (t) => {
  const { run: lookUp, trove, cloud } = await startHarness(t, { maxInstances: 50, maxVolumes: 50 });
  for (let index = 0; index < 25; index += 1) {
    await trove.instances.create({ name: `db-${index}`, flavorId: "2", volume: { size: 1 } });
  }
  const names = Array.from({ length: 25 }, (_, index) => `db-${index}`);
  cloud.requests.length = 0;
  const found = await Promise.all(names.map((name) => lookUp(getInstance, { name })));
  assert.deepEqual(
    found.map(({ name }) => name),
    names,
  );
  // Each pages once for the names and once for what a single read shows, and reads the limits for the rate.
  assert.ok(cloud.requests.length < 10, `${cloud.requests.length} requests`);
});

test("finds an instance whose configuration group Trove does not show", async (t) => {
  const { run: lookUp, cloud, createInstance, trove } = await startHarness(t);
  const id = await createInstance("orders");
  const other = await trove.configurations.create({ name: "theirs", values: {} });
  const body = { itemNotFound: { code: 404, message: `Configuration group with ID ${other.id} could not be found.` } };
  const fault = cloud.faults.add({ path: `/instances/${id}$`, effect: { type: "status", status: 404, body } });
  assert.equal((await lookUp(getInstance, { id })).name, "orders");
  assert.equal(cloud.faults.struck(fault), 1);
});

for (const [title, args, expected] of [
  ["neither an id nor a name", {}, { path: "id", reason: "either id or name is required, and not both" }],
  [
    "an id and a name",
    { id: NOBODYS, name: "db" },
    { path: "id", reason: "either id or name is required, and not both" },
  ],
  ["an id that is none", { id: "db" }, { path: "id", reason: "must be an id (a UUID such as 8a2f3c1e-…)" }],
  ["a name that is a number", { name: 7 }, { path: "name", reason: "must be a string" }],
  ["a misspelled argument", { nmae: "db" }, { path: "nmae", reason: 'unknown argument; did you mean "name"?' }],
] as const) {
  test(`refuses ${title}, by its path`, () => {
    assert.deepEqual(getInstance.check(args)[0], expected);
  });
}

test("lists all instances by name, with the ids of each", async (t) => {
  const { run: lookUp, createInstance } = await startHarness(t);
  const ids = { warehouse: await createInstance("warehouse"), orders: await createInstance("orders") };
  const { instances } = await lookUp(getInstances);
  const shown = (instances as { name: string; id: string }[]).map(({ name, id }) => [name, id]);
  assert.deepEqual(shown, [
    ["orders", ids.orders],
    ["warehouse", ids.warehouse],
  ]);
  assert.deepEqual((instances as unknown[])[0], await lookUp(getInstance, { id: ids.orders }));
});

test("reads again what a list shows as SHUTDOWN, and leaves out what is gone by then", async (t) => {
  const listed = (id: string, status: string) => ({
    id,
    name: id,
    status,
    operating_status: status === "SHUTDOWN" ? "" : "HEALTHY",
  });
  const instances = [listed("old", "SHUTDOWN"), listed("going", "SHUTDOWN"), listed("new", "ACTIVE")];
  const { client, requests } = await startCannedCloud(t, ({ path }) => {
    if (path.startsWith("/instances/detail")) return { body: { instances } };
    if (path === "/instances/old") return { body: { instance: listed("old", "ACTIVE") } };
    if (path === "/limits") return { body: { limits: [] } };
    return { status: 404, body: { itemNotFound: { code: 404, message: "Resource going cannot be found." } } };
  });
  const found = await run(getInstances, contextOf(client));
  const statuses = (found.instances as { name: string; status: string }[]).map(({ name, status }) => [name, status]);
  assert.deepEqual(statuses, [
    ["new", "ACTIVE"],
    ["old", "ACTIVE"],
  ]);
  assert.ok(requests.every(({ path }) => path !== "/instances/new"));
});
