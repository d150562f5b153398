import assert from "node:assert/strict";
import { test } from "node:test";
import { checked, created, failureOf, partialOf, properties, startHarness, withUser } from "./harness.ts";

const NAME = "canary-örders";
/** As Python's `repr`, `json.dumps` and a path write it. */
const SPELLINGS = [NAME, "canary-\\xf6rders", "canary-\\u00f6rders", "canary-%C3%B6rders", "canary-&#246;rders"];

function secretly(fields: Record<string, unknown>, ...paths: string[][]) {
  return withUser({ ...fields, __secrets: paths });
}

function assertMasked(text: string): void {
  assert.match(text, /\*\*\*/);
  assert.doesNotMatch(text, /canary|rders/);
}

test("masks a secret name in errors of a create, however the server encodes it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  for (const spelling of SPELLINGS) {
    const body = { badRequest: { code: 400, message: `the name '${spelling}' is bad` } };
    cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 400, body } });
    const { message } = await failureOf(created(host, secretly({ name: NAME }, ["name"])));
    assertMasked(message);
    assert.doesNotMatch(host.stderr() + host.stdout(), /canary|rders/);
  }
});

test("masks a secret name in partial failures", async (t) => {
  const { cloud, start } = await startHarness(t);
  const body = { forbidden: { code: 403, message: `not ${NAME}` } };
  cloud.faults.add({ method: "GET", path: "/users", times: 0, effect: { type: "status", status: 403, body } });
  const host = await start();
  const { reasons } = await partialOf(created(host, secretly({ name: NAME }, ["name"])));
  assertMasked(reasons.join());
});

test("masks a secret name in log lines", async (t) => {
  const { start } = await startHarness(t);
  const { id } = await created(await start(), secretly({ name: NAME }, ["name"]));
  const host = await start();
  await checked(host, properties({ name: NAME, adoptId: id, __preview: true, __secrets: [["name"]] }));
  // Without an engine, the host prints its log on stderr: here the summary of the adoption.
  assertMasked(host.stderr());
});

test("masks a secret name in texts about another resource", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id } = await created(host, secretly({ name: NAME }, ["name"]));
  const adopting = properties({
    adoptId: id,
    __urn: "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::two",
  });
  const { message } = await failureOf(created(host, adopting));
  assert.match(message, new RegExp(`instance "?\\*\\*\\*"? \\(${id}\\)`));
  assert.doesNotMatch(message + host.stderr(), /canary|rders/);
});

test("masks a secret name in failures of a check", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const news = properties({
    users: { "canary@%": { password: "p1", databases: ["canary-db"] } },
    databases: { "canary-two": {} },
    __secrets: [["users"], ["databases"]],
  });
  const { failures } = await host.check({}, news);
  assert.ok(failures.length > 0);
  for (const { reason } of failures) assertMasked(reason);
});

test("masks the secrets of a state in an update and a delete", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, secretly({ name: NAME }, ["name"]));
  assert.deepEqual(outs.__secrets, [["name"]]);
  const body = { computeFault: { code: 500, message: `no way with ${NAME}` } };
  cloud.faults.add({ method: "DELETE", path: id, times: 0, effect: { type: "status", status: 403, body } });
  cloud.faults.add({ method: "PUT", path: id, times: 0, effect: { type: "status", status: 403, body } });
  const next = await checked(host, withUser({ name: "other" }), inputs);
  assertMasked((await failureOf(host.update(id, outs, next))).message);
  assertMasked((await failureOf(host.delete(id, outs))).message);
});

test("stores in the state which arguments are secret", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, inputs, outs } = await created(host, withUser({ name: NAME }));
  const next = await checked(host, secretly({ name: NAME }, ["name"]), inputs);
  assert.notEqual((await host.diff(id, outs, next)).changes, 1);
  assert.deepEqual((await host.update(id, outs, next)).__secrets, [["name"]]);
});

test("masks the password of the login wherever a server repeats it", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs } = await created(host);
  const body = { forbidden: { code: 403, message: "not with demo-password" } };
  cloud.faults.add({ method: "GET", path: id, times: 0, effect: { type: "status", status: 403, body } });
  const { message } = await failureOf(host.read(id, outs));
  assert.match(message, /not with \*\*\*/);
});
