import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf, partialOf } from "../host/harness.ts";
import { type Properties, secret, UNKNOWN } from "../support/provider-process.ts";
import { checked, created, program, startHarness } from "./harness.ts";

const PASSWORD = "s3cret-of-app";
const users = (password: unknown = PASSWORD) => ({ "app@%": { password, databases: ["app"] } });
const withUser = (fields: Properties = {}) => program({ databases: { app: {} }, users: users(), ...fields });
const MARKED = users(secret(PASSWORD));

test("marks passwords by their path in inputs, outputs and what a refresh reads", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const { id, inputs, outputs } = await created(plugin, withUser());
  const read = await plugin.read({ id, properties: outputs, inputs });
  for (const properties of [inputs, outputs, read.outputs, read.inputs]) {
    assert.deepEqual(properties?.users, MARKED);
    assert.equal(JSON.stringify(properties).split(PASSWORD).length - 1, 1, "the password is there once");
  }
});

test("marks a value where the program marks it, and none twice", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const marks: readonly Properties[] = [
    { users: MARKED },
    { users: secret(users()) },
    { users: { "app@%": secret({ password: PASSWORD, databases: ["app"] }) } },
    { flavor: secret("m1.small"), volume: { size: secret(1) } },
    { volume: secret({ size: 1 }) },
  ];
  for (const fields of marks) {
    const { id, inputs, outputs } = await created(plugin, withUser(fields));
    const read = await plugin.read({ id, properties: outputs, inputs });
    for (const properties of [inputs, outputs, read.outputs, read.inputs]) {
      for (const [name, value] of Object.entries(fields)) assert.deepEqual(properties?.[name], value, name);
    }
    await plugin.delete({ id, properties: outputs });
  }
});

test("makes a list with a secret in it one secret", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const allowedCidrs = ["10.0.0.0/8", secret("192.168.0.0/16")];
  const { inputs, outputs } = await created(plugin, program({ access: { isPublic: true, allowedCidrs } }));
  const access = { isPublic: true, allowedCidrs: secret(["10.0.0.0/8", "192.168.0.0/16"]) };
  assert.deepEqual([inputs.access, outputs.access], [access, access]);
});

test("accepts an unknown value within a secret", async (t) => {
  const { start } = await startHarness(t);
  const plugin = await start();
  const news = withUser({ name: secret(UNKNOWN), users: users(secret(UNKNOWN)) });
  const inputs = await checked(plugin, news);
  assert.deepEqual([inputs.name, inputs.users], [secret(UNKNOWN), users(secret(UNKNOWN))]);
  const { outputs } = await plugin.create({ properties: inputs, preview: true });
  assert.deepEqual([outputs.name, outputs.users], [secret(UNKNOWN), users(secret(UNKNOWN))]);
});

test("masks secrets in failures, errors, partial failures and lines", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const NAME = "canary-orders";
  const { failures } = await plugin.check({
    news: program({ users: secret({ "canary@%": { password: "p1", databases: ["x"] } }) }),
  });
  const body = { badRequest: { code: 400, message: `not with ${NAME} and ${PASSWORD}` } };
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 400, body } });
  const news = withUser({ name: secret(NAME) });
  const { message } = await failureOf(created(plugin, news));
  cloud.faults.add({ method: "GET", path: "/users", times: 0, effect: { type: "status", status: 403, body } });
  const partial = await partialOf(created(plugin, news));
  assert.equal(failures.length, 1);
  const texts = [failures[0]?.reason ?? "", message, ...partial.reasons];
  for (const text of texts) assert.match(text, /\*\*\*/);
  assert.doesNotMatch([...texts, plugin.stderr(), plugin.stdout()].join("\n"), /canary|s3cret|demo-password/);
  assert.deepEqual([partial.properties.name, partial.properties.users], [secret(NAME), MARKED]);
});

test("keeps the password of a removed user secret until the user is dropped", async (t) => {
  const { cloud, start } = await startHarness(t);
  const plugin = await start();
  const { id, inputs: oldInputs, outputs: olds } = await created(plugin, withUser());
  const news = await checked(plugin, withUser({ users: {}, flavor: "m1.medium" }), oldInputs);
  cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", status: 403, body: {} } });
  const { properties } = await partialOf(plugin.update({ id, olds, oldInputs, news }));
  assert.deepEqual(properties.users, MARKED);
});
