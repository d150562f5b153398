import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, assertFault, createBody, show } from "../support/cloud-instances.ts";

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

test("a refusal that quotes an emoji is 500, because it cannot become the instance's fault", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const path = `/instances/${id}/users`;
  const missing = await demo.put(path, { users: [{ name: "missing", password: "secret1" }] });
  assertFault(missing, 404, "itemNotFound", "User missing@% cannot be found on the instance.");
  const quoting = await demo.put(path, { users: [{ name: emoji, password: "secret1" }] });
  assertFault(quoting, 500, "instanceFault", /^Internal Server Error/);
  assert.equal((await show(demo, id)).fault?.message, "User missing@% cannot be found on the instance.");
});
