import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, assertFault, createBody, show } from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";

const test = contract();
/** In `utf8`, and not in it: MariaDB's `utf8` has no characters beyond U+FFFF. */
const [storable, emoji] = ["日本é1", "a😀1"] as const;

test("a name with an emoji is 500 wherever Trove stores it", async ({ demo }) => {
  const { id } = await activeInstance(demo, { name: storable });
  assert.equal((await show(demo, id)).name, storable);
  const requests = [
    ["POST", "/instances", createBody({ name: emoji })],
    ["PUT", `/instances/${id}`, { instance: { name: emoji } }],
    ["POST", "/configurations", { configuration: { name: emoji, values: {} } }],
    ["POST", "/configurations", { configuration: { name: "a", description: emoji, values: {} } }],
    ["POST", "/backups", { backup: { name: emoji, instance: id } }],
    ["POST", "/backup_strategies", { backup_strategy: { swift_container: emoji } }],
    ["POST", "/modules", { module: { name: emoji, module_type: "ping", contents: "x" } }],
  ] as const;
  for (const [method, path, body] of requests) {
    assertFault(await demo.request(method, path, { body }), 500, "instanceFault", /^Internal Server Error/);
  }
  const after = await show(demo, id);
  assert.deepEqual([after.name, after.status, after.fault], [storable, "ACTIVE", undefined]);
});

test("a group keeps the values before one of 129 characters or an emoji, which is 500", async ({ demo }) => {
  type Values = Readonly<Record<string, unknown>>;
  interface Group {
    readonly id: string;
    readonly name: string;
    readonly values: Values;
  }
  const groups = async () => {
    const pages = await allPages<Group>(demo, "/configurations", 20);
    return pages.flat().filter(({ name }) => name.startsWith("long"));
  };
  const valuesOf = async (id: string) =>
    (await demo.get<{ configuration: Group }>(`/configurations/${id}`)).body.configuration.values;
  const failing = async (method: "POST" | "PUT" | "PATCH", path: string, configuration: object) =>
    assertFault(
      await demo.request(method, path, { body: { configuration } }),
      500,
      "instanceFault",
      /^Internal Server/,
    );
  const longest = "x".repeat(128);
  for (const text of [`${longest}x`, emoji]) {
    const known = (await groups()).map(({ id }) => id);
    const values = { wait_timeout: 60, character_set_server: text, max_connections: 5 };
    await failing("POST", "/configurations", { name: "long", values });
    const [made] = (await groups()).filter(({ id }) => !known.includes(id));
    assert.ok(made);
    assert.deepEqual(await valuesOf(made.id), { wait_timeout: 60 });
    const path = `/configurations/${made.id}`;
    await failing("PATCH", path, { values: { connect_timeout: 9, character_set_server: text, max_connections: 5 } });
    assert.deepEqual(await valuesOf(made.id), { connect_timeout: 9, wait_timeout: 60 });
    await failing("PUT", path, { name: "long2", values: { max_connections: 5, character_set_server: text } });
    assert.deepEqual(await valuesOf(made.id), { max_connections: 5 });
    assert.ok((await groups()).some(({ id, name }) => id === made.id && name === "long2"));
    await failing("PUT", path, { name: emoji, values: { max_connections: 6 } });
    assert.deepEqual(await valuesOf(made.id), {});
    assert.equal((await demo.put(path, { configuration: { values: { character_set_server: longest } } })).status, 202);
    assert.deepEqual(await valuesOf(made.id), { character_set_server: longest });
  }
});

test("a refusal that quotes an emoji is 500, because it cannot become the instance's fault", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const path = `/instances/${id}/users`;
  const missing = await demo.put(path, { users: [{ name: "missing", password: "secret1" }] });
  assertFault(missing, 404, "itemNotFound", "User missing@% cannot be found on the instance.");
  const quoting = await demo.put(path, { users: [{ name: emoji, password: "secret1" }] });
  assertFault(quoting, 500, "instanceFault", /^Internal Server Error/);
  assert.equal((await show(demo, id)).fault?.message, "User missing@% cannot be found on the instance.");
});
