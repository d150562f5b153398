import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFoundError } from "../../../../provider/trove/errors/not-found-error.ts";
import { BadRequestError } from "../../../../provider/trove/errors/status-errors.ts";
import { startCannedCloud } from "../canned-cloud.ts";

const summary = {
  id: "g",
  name: "group",
  description: null,
  created: "2026-11-25T01:07:08",
  updated: "2026-11-25T01:07:09",
  datastore_name: "mysql",
  datastore_version_id: "v8",
  datastore_version_name: "8.0.29",
};
const group = { ...summary, datastore_version_number: "8.0.29", instance_count: 2, values: { wait_timeout: 60 } };
const read = {
  id: "g",
  name: "group",
  description: undefined,
  datastoreType: "mysql",
  datastoreVersion: "8.0.29",
  datastoreVersionId: "v8",
  created: "2026-11-25T01:07:08Z",
  updated: "2026-11-25T01:07:09Z",
};
const notFloat = (name: string) => ({
  status: 422,
  body: {
    unprocessableEntity: {
      code: 422,
      message: `The value provided for the configuration parameter ${name} is not of type float.`,
    },
  },
});

test("reads a group with its values, and lists it without", async (t) => {
  const cloud = await startCannedCloud(t, ({ path }) =>
    path === "/configurations/g" ? { body: { configuration: group } } : { body: { configurations: [summary] } },
  );
  const { configurations } = cloud.client;
  assert.deepEqual(await configurations.get("g"), { ...read, values: { wait_timeout: 60 }, instanceCount: 2 });
  assert.deepEqual(await Array.fromAsync(configurations.list()), [read]);
  assert.deepEqual((await configurations.page({ limit: 5, marker: "f" })).items, [read]);
  assert.equal(cloud.requests.at(-1)?.path, "/configurations?limit=5&marker=f");
});

test("a create sends no empty description", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { configuration: group } }));
  const created = await cloud.client.configurations.create({
    name: "group",
    description: "",
    datastore: { type: "mysql", version: "8.0.29" },
    values: { wait_timeout: 60 },
  });
  assert.equal(created.id, "g");
  const datastore = { type: "mysql", version: "8.0.29" };
  const configuration = { name: "group", datastore, values: { wait_timeout: 60 } };
  assert.deepEqual(cloud.requests, [{ method: "POST", path: "/configurations", body: { configuration } }]);
});

test("replace always sends the values, merge only the values", async (t) => {
  const cloud = await startCannedCloud(t);
  const { configurations } = cloud.client;
  await configurations.replace("g", { values: {} });
  await configurations.replace("g", { name: "new", description: "d", values: { autocommit: 1 } });
  await configurations.merge("g", { general_log: "ON", deadlocks: true });
  await configurations.delete("g");
  const path = "/configurations/g";
  assert.deepEqual(cloud.requests, [
    { method: "PUT", path, body: { configuration: { values: {} } } },
    { method: "PUT", path, body: { configuration: { name: "new", description: "d", values: { autocommit: 1 } } } },
    { method: "PATCH", path, body: { configuration: { values: { general_log: "ON", deadlocks: true } } } },
    { method: "DELETE", path, body: undefined },
  ]);
});

test("sends a whole number again with a fraction if Trove requires a float", async (t) => {
  const refusals = ["long_query_time", "parallel_setup_cost"].map(notFloat);
  const cloud = await startCannedCloud(t, () => refusals.shift() ?? { status: 202 });
  const values = { long_query_time: 2, parallel_setup_cost: -1000, wait_timeout: 3 };
  await cloud.client.configurations.replace("g", { values });
  assert.deepEqual(
    cloud.requests.map(({ body }) => body),
    Array(3).fill({ configuration: { values } }),
  );
});

test("refuses a value that is no float after one repetition", async (t) => {
  const cloud = await startCannedCloud(t, () => notFloat("long_query_time"));
  const merging = cloud.client.configurations.merge("g", { long_query_time: "2" });
  await assert.rejects(merging, (error) => error instanceof BadRequestError && error.status === 422);
  assert.equal(cloud.requests.length, 2);
});

test("distinguishes a missing group from other missing objects", async (t) => {
  const message = "Configuration group with ID g could not be found.";
  const cloud = await startCannedCloud(t, () => ({ status: 404, body: { itemNotFound: { code: 404, message } } }));
  const reading = cloud.client.configurations.get("g");
  await assert.rejects(reading, (error) => error instanceof NotFoundError && error.resource === "configuration");
});

test("lists the instances of a group on every page", async (t) => {
  const links = [{ rel: "next", href: "https://h/v1.0/p1/configurations/g/instances?marker=a" }];
  const cloud = await startCannedCloud(t, ({ path }) =>
    path.endsWith("marker=a")
      ? { body: { instances: [{ id: "b", name: "two" }] } }
      : { body: { instances: [{ id: "a", name: "one" }], links } },
  );
  assert.deepEqual(await Array.fromAsync(cloud.client.configurations.instances("g")), [
    { id: "a", name: "one" },
    { id: "b", name: "two" },
  ]);
  assert.equal(cloud.requests[1]?.path, "/configurations/g/instances?marker=a");
});

test("reads an integer that no number holds as a bigint", async (t) => {
  const rawJson: (text: string) => unknown = Reflect.get(JSON, "rawJSON");
  const values = {
    wait_timeout: 60,
    long_query_time: rawJson("1.0"),
    sort_buffer_size: rawJson("18446744073709551615"),
    note: "9007199254740993",
  };
  const cloud = await startCannedCloud(t, () => ({ body: { configuration: { ...group, values } } }));
  const read = await cloud.client.configurations.get("g");
  assert.deepEqual(read.values, {
    wait_timeout: 60,
    long_query_time: 1,
    sort_buffer_size: 18446744073709551615n,
    note: "9007199254740993",
  });
});

test("sends a float that the caller knows with a fraction at once", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ status: 202 }));
  const { configurations } = cloud.client;
  await configurations.replace("g", { values: { long_query_time: 2 } }, { floats: ["long_query_time"] });
  assert.equal(cloud.requests.length, 1);
});
