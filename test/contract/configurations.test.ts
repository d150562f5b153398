import assert from "node:assert/strict";
import { changeGroup, createGroup, postGroup, showGroup, type WireGroup } from "../support/cloud-configurations.ts";
import { contract } from "../support/cloud-contract.ts";
import { assertFault } from "../support/cloud-instances.ts";
import { TOO_SHORT } from "../support/differences.ts";

const unknown = "11111111-1111-1111-1111-111111111111";
const test = contract();

const notSupported = (key: string) =>
  `The configuration parameter ${key} is not supported for this datastore: mysql 8.0.29.`;
const notOfType = (key: string, type: string) =>
  `The value provided for the configuration parameter ${key} is not of type ${type}.`;

test("a create returns the whole group; a GET converts values to their types", async ({ demo }) => {
  const values = {
    wait_timeout: 60,
    long_query_time: 2.5,
    character_set_server: "utf8mb4",
    innodb_deadlock_detect: true,
  };
  const created = await createGroup(demo, values, { description: "slow" });
  const { id, datastore_version_id: version, created: at } = created;
  assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  const expected = {
    id,
    name: "group",
    description: "slow",
    values,
    created: at,
    updated: at,
    instance_count: 0,
    datastore_name: "mysql",
    datastore_version_id: version,
    datastore_version_name: "8.0.29",
    datastore_version_number: "8.0.29",
  };
  assert.deepEqual(created, expected);
  assert.deepEqual(await showGroup(demo, id), expected);
});

const loose: readonly (readonly [values: object, answered: object, read: object])[] = [
  [{}, {}, {}],
  [{ wait_timeout: true }, { wait_timeout: true }, { wait_timeout: 1 }],
  [{ local_infile: false }, { local_infile: false }, { local_infile: 0 }],
  [{ character_set_server: "" }, { character_set_server: "" }, { character_set_server: "" }],
  [{ innodb_ft_max_token_size: 20 }, { innodb_ft_max_token_size: "***" }, { innodb_ft_max_token_size: "***" }],
  [{ WAIT_timeout: 60 }, { WAIT_timeout: 60 }, { WAIT_timeout: "60" }],
];

test("some values are returned in another form than sent", async ({ demo }) => {
  for (const [values, answered, read] of loose) {
    const { id, values: told } = await createGroup(demo, { ...values });
    assert.deepEqual([told, (await showGroup(demo, id)).values], [answered, read]);
  }
});

test("a float is written with a fraction", async ({ demo }) => {
  const body = (number: string) => ({
    text: `{"configuration":{"name":"float","values":{"long_query_time":${number}}}}`,
  });
  const whole = await demo.request("POST", "/configurations", body("2"));
  assertFault(whole, 422, "unprocessableEntity", notOfType("long_query_time", "float"));
  const answer = await demo.request<{ configuration: WireGroup }>("POST", "/configurations", body("2.0"));
  assert.deepEqual(answer.body.configuration.values, { long_query_time: 2 });
  const integer = await demo.request("POST", "/configurations", {
    text: '{"configuration":{"name":"float","values":{"wait_timeout":60.0}}}',
  });
  assertFault(integer, 422, "unprocessableEntity", notOfType("wait_timeout", "integer"));
});

test.on(18, "float-range")("a float has no range", async ({ demo }) => {
  const { values } = await createGroup(demo, { long_query_time: -2.5 });
  assert.deepEqual(values, { long_query_time: -2.5 });
});

test.on(26, "float-range")("a float below its range is refused", async ({ demo }) => {
  const message = "The value for the configuration parameter long_query_time is less than the minimum allowed: 0.0";
  assertFault(await postGroup(demo, { long_query_time: -2.5 }), 422, "unprocessableEntity", message);
});

test("keeps every digit of a large integer", async ({ demo }) => {
  const largest = "18446744073709551615";
  const text = `{"configuration":{"name":"large","values":{"sort_buffer_size":${largest}}}}`;
  const created = await demo.request<{ configuration: WireGroup }>("POST", "/configurations", { text });
  const read = await demo.get(`/configurations/${created.body.configuration.id}`);
  for (const answer of [created, read]) assert.match(answer.text, new RegExp(`"sort_buffer_size": ?${largest}\\b`));
});

const badValues: readonly (readonly [values: object, message: string])[] = [
  [{ nope: 1 }, notSupported("nope")],
  [{ wait_timeout: "60" }, notOfType("wait_timeout", "integer")],
  [{ wait_timeout: null }, notOfType("wait_timeout", "integer")],
  [{ wait_timeout: 1.5 }, notOfType("wait_timeout", "integer")],
  [{ character_set_server: 5 }, notOfType("character_set_server", "string")],
  [{ innodb_deadlock_detect: 1 }, notOfType("innodb_deadlock_detect", "boolean")],
  [{ wait_timeout: 0 }, "The value for the configuration parameter wait_timeout is less than the minimum allowed: 1"],
  [
    { wait_timeout: 31536001 },
    "The value for the configuration parameter wait_timeout is greater than the maximum allowed: 31536000",
  ],
  [{ wait_timeout: "60", nope: 1 }, notOfType("wait_timeout", "integer")],
];

test("the error names the first invalid value", async ({ demo }) => {
  const { id } = await createGroup(demo, { wait_timeout: 60 });
  for (const [values, message] of badValues) {
    assertFault(await postGroup(demo, { ...values }), 422, "unprocessableEntity", message);
    assertFault(await changeGroup(demo, "PATCH", id, { values }), 422, "unprocessableEntity", message);
    assertFault(await changeGroup(demo, "PUT", id, { name: "no", values }), 422, "unprocessableEntity", message);
  }
  const { name, values } = await showGroup(demo, id);
  assert.deepEqual([name, values], ["group", { wait_timeout: 60 }]);
});

const badBodies: readonly (readonly [body: object, message: string])[] = [
  [{ name: "x" }, "configuration 'values' is a required property"],
  [{ values: {} }, "configuration 'name' is a required property"],
  [{}, "configuration 'values' is a required property; configuration 'name' is a required property"],
  [{ name: "x", values: [] }, "configuration['values'] [] is not of type 'object'"],
  [
    { name: "x", values: {}, description: "" },
    `configuration['description'] '' ${TOO_SHORT}; configuration['description'] '' does not match '^.*[0-9a-zA-Z]+.*$'`,
  ],
];

test("an invalid body is refused, and an empty one is 500", async ({ demo }) => {
  for (const [configuration, message] of badBodies) {
    const answer = await demo.post("/configurations", { configuration });
    assertFault(answer, 400, "badRequest", `Validation error: ${message}`);
  }
  assertFault(await demo.post("/configurations", {}), 500, "instanceFault", /^Internal Server Error/);
});

test("a group belongs to one version of a datastore", async ({ demo }) => {
  const older = await createGroup(demo, {}, { datastore: { version: "5.7.29" } });
  assert.deepEqual([older.datastore_name, older.datastore_version_name], ["mysql", "5.7.29"]);
  const postgresql = await createGroup(demo, { parallel_setup_cost: 1.5 }, { datastore: { type: "postgresql" } });
  assert.equal(postgresql.datastore_version_name, "12.18");
  const nowhere = await postGroup(demo, {}, { datastore: { type: "nope" } });
  assertFault(nowhere, 404, "itemNotFound", "Datastore 'nope' cannot be found.");
  const never = await postGroup(demo, {}, { datastore: { type: "mysql", version: "nope" } });
  assertFault(never, 400, "badRequest", "Datastore version 'nope' cannot be found.");
});

test("a PATCH adds values, a PUT replaces them, and a PUT without values removes all", async ({ demo }) => {
  const { id } = await createGroup(demo, { wait_timeout: 60 }, { description: "d" });
  const seen = async () => {
    const { name, description, values } = await showGroup(demo, id);
    return [name, description, values];
  };
  const patched = await changeGroup(demo, "PATCH", id, {
    name: "new",
    description: "new",
    values: { max_connections: 5 },
  });
  assert.deepEqual([patched.status, patched.text], [200, ""]);
  assert.deepEqual(await seen(), ["group", "d", { wait_timeout: 60, max_connections: 5 }]);
  assert.equal((await changeGroup(demo, "PATCH", id, {})).status, 200);
  assert.deepEqual(await seen(), ["group", "d", { wait_timeout: 60, max_connections: 5 }]);
  const put = await changeGroup(demo, "PUT", id, { name: "new", values: { wait_timeout: 70 } });
  assert.deepEqual([put.status, put.text], [202, ""]);
  assert.deepEqual(await seen(), ["new", "d", { wait_timeout: 70 }]);
  assert.equal((await changeGroup(demo, "PUT", id, { description: "e" })).status, 202);
  assert.deepEqual(await seen(), ["new", "e", {}]);
  assert.equal((await changeGroup(demo, "PUT", id, { values: { WAIT_timeout: 80 } })).status, 202);
  assert.deepEqual(await seen(), ["new", "e", { WAIT_timeout: "80" }]);
  assert.equal((await changeGroup(demo, "PATCH", id, { values: { wait_TIMEOUT: 90 } })).status, 200);
  assert.deepEqual(await seen(), ["new", "e", { wait_TIMEOUT: "90" }], "the last spelling counts");
});

test("a deleted group is gone immediately; another project's is not found", async ({ demo, other }) => {
  const { id } = await createGroup(demo, {});
  const missing = `Configuration group with ID ${id} could not be found.`;
  assertFault(await other.get(`/configurations/${id}`), 404, "itemNotFound", missing);
  const deleted = await demo.delete(`/configurations/${id}`);
  assert.deepEqual([deleted.status, deleted.text], [202, ""]);
  assertFault(await demo.get(`/configurations/${id}`), 404, "itemNotFound", missing);
  assertFault(await demo.delete(`/configurations/${id}`), 404, "itemNotFound", missing);
  assertFault(await changeGroup(demo, "PUT", id, { values: {} }), 404, "itemNotFound", missing);
  assertFault(await changeGroup(demo, "PATCH", id, { values: {} }), 404, "itemNotFound", missing);
  assertFault(await demo.get(`/configurations/${id}/instances`), 404, "itemNotFound", missing);
});

test("the list has no values and is ordered by id", async ({ demo }) => {
  const made = await createGroup(demo, { wait_timeout: 60 });
  await createGroup(demo, {});
  const ids: string[] = [];
  let marker = "";
  do {
    const path = `/configurations?limit=2${marker}`;
    const { body } = await demo.get<{ configurations: WireGroup[]; links?: { href: string }[] }>(path);
    ids.push(...body.configurations.map(({ id }) => id));
    const { id, values: _, instance_count: _count, datastore_version_number: _number, ...summary } = made;
    const found = body.configurations.find((group) => group.id === id);
    if (found) assert.deepEqual(found, { id, ...summary });
    const next = body.links?.[0] && new URL(body.links[0].href).searchParams.get("marker");
    marker = next ? `&marker=${next}` : "";
  } while (marker);
  assert.ok(ids.includes(made.id));
  assert.deepEqual(ids, [...new Set(ids)].sort());
  assertFault(await demo.get("/configurations?limit=0"), 500, "instanceFault", /^Internal Server Error/);
  assertFault(await demo.get(`/configurations/${unknown}`), 404, "itemNotFound", /could not be found/);
});
