import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../../../provider/resources/configuration/check.ts";
import type { Failure } from "../../../../provider/resources/resource.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { cloudless } from "../instance/cloudless.ts";
import { startHarness } from "../instance/harness.ts";

const mysql = { type: "mysql", version: "8.0.29" };

function pathsOf(failures: readonly Failure[]): string[] {
  return failures.map(({ path }) => path);
}

const rows: readonly (readonly [title: string, given: object, path: string, reason: RegExp])[] = [
  ["no values", {}, "values", /^is required/],
  ["a value that is no scalar", { values: { a: [] } }, "values.a", /^must be a string, a number or a boolean/],
  ["an unknown argument", { values: {}, parameters: {} }, "parameters", /did you mean "values"\?$/],
  ["an empty description", { values: {}, description: "" }, "description", /^must not be empty/],
  ["consent that is no boolean", { values: {}, allow: { restart: "yes" } }, "allow.restart", /^must be true or false/],
];

for (const [title, given, path, reason] of rows) {
  test(`refuses ${title} without asking the cloud`, async () => {
    const { failures } = await check(given, undefined, cloudless());
    assert.deepEqual(pathsOf(failures), [path]);
    assert.match(failures[0]?.reason ?? "", reason);
  });
}

test("gives a new group the default name, and an existing one the name that it has", async () => {
  const created = await check({ values: {} }, undefined, cloudless());
  assert.deepEqual([created.inputs.name, created.defaultName], ["db-1234567", "db-1234567"]);
  const context = cloudless({ defaultName: undefined });
  const kept = await check({ values: {} }, { name: "chosen", values: {} }, context);
  assert.deepEqual([kept.inputs.name, kept.defaultName], ["chosen", undefined]);
});

test("a preview checks datastore and values of a new group, with one list for all groups", async (t) => {
  const { cloud, context } = await startHarness(t, { preview: true });
  const values = { max_connection: 5, wait_timeout: 0, long_query_time: 1, innodb_deadlock_detect: "yes" };
  const { failures } = await check({ values, datastore: mysql }, undefined, context);
  const paths = ["values.max_connection", "values.wait_timeout", "values.innodb_deadlock_detect"];
  assert.deepEqual(pathsOf(failures), paths);
  await check({ values, datastore: mysql }, undefined, context);
  const lists = cloud.requests.filter(({ path }) => path.endsWith("/parameters"));
  assert.equal(lists.length, 1);

  const nowhere = await check({ values, datastore: { type: "mysq" } }, undefined, context);
  assert.deepEqual(pathsOf(nowhere.failures), ["datastore.type"]);
});

test("a preview accepts values that are not known yet, and those of a datastore that is not", async (t) => {
  const { context } = await startHarness(t, { preview: true });
  const given = { values: { max_connections: unknownValue }, datastore: mysql };
  assert.deepEqual((await check(given, undefined, context)).failures, []);
  const unknown = { values: { nope: 5 }, datastore: unknownValue };
  assert.deepEqual((await check(unknown, undefined, context)).failures, []);
});

test("a preview that cannot reach the cloud only warns", async (t) => {
  const { cloud, context, lines } = await startHarness(t, { preview: true });
  await cloud.stop();
  const { failures } = await check({ values: { nope: 5 }, datastore: mysql }, undefined, context);
  assert.deepEqual(failures, []);
  assert.match(lines.join("\n"), /could not ask the cloud/);
});
