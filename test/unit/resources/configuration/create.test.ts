import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "../../../../provider/resources/configuration/create.ts";
import { RefusedError } from "../../../../provider/resources/errors/refused-error.ts";
import type { Simulator } from "../../../../simulator/index.ts";
import { at, startHarness } from "../instance/harness.ts";
import { inputs } from "./samples.ts";

const DEFAULT = "db-1234567";
const mysql = { type: "mysql", version: "8.0.29" };
const declared = inputs({ datastore: mysql, values: { long_query_time: 1, wait_timeout: "60" } });

function posts(cloud: Simulator): number {
  return cloud.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/configurations")).length;
}

test("creates a group with typed values in one request", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create({ ...declared, description: "slow" }, context);
  const group = await context.trove.configurations.get(id);
  assert.deepEqual(
    [group.name, group.description, group.values],
    ["settings", "slow", { long_query_time: 1, wait_timeout: 60 }],
  );
  assert.deepEqual(state.values, declared.values);
  assert.deepEqual([state.datastoreType, state.datastoreVersion], ["mysql", "8.0.29"]);
  assert.deepEqual(state.declared, ["datastore", "description", "name", "values"]);
  assert.equal(posts(cloud), 1);
});

test("sends a whole float with a fraction if the datastore is left to the cloud", async (t) => {
  const { cloud, context } = await startHarness(t);
  await create(inputs({ values: { long_query_time: "1", wait_timeout: "60" } }), context);
  assert.equal(posts(cloud), 1);
});

test("refuses a parameter in another case, which Trove accepts and then cannot attach", async (t) => {
  const { cloud, context } = await startHarness(t);
  const creating = create(inputs({ datastore: mysql, values: { WAIT_timeout: 60 } }), context);
  await assert.rejects(creating, (error: unknown) => {
    assert.ok(error instanceof RefusedError);
    assert.match(error.message, /values\.WAIT_timeout: .*did you mean "wait_timeout"\?/);
    return true;
  });
  assert.equal(posts(cloud), 0);
});

test("names the argument that Trove refuses", async (t) => {
  const { cloud, context } = await startHarness(t);
  // Without the list of parameters only Trove knows.
  cloud.faults.add({ path: "/parameters$", times: 0, effect: { type: "status", status: 403, body: {} } });
  const creating = create(inputs({ datastore: mysql, values: { wait_timeout: 0 } }), context);
  await assert.rejects(
    creating,
    /^RefusedArgumentError: values\.wait_timeout: Creating configuration group "settings" failed/,
  );
});

for (const [title, effect] of [
  ["a lost answer", { type: "reset", when: "after" }],
  ["a 502 of a proxy", { type: "status", status: 502, when: "after" }],
] as const) {
  test(`${title} to a create makes no second group`, async (t) => {
    const { cloud, context } = await startHarness(t);
    cloud.faults.add({ method: "POST", path: "/configurations$", effect });
    const { id } = await create(declared, context);
    const groups = await Array.fromAsync(context.trove.configurations.list());
    assert.deepEqual(
      groups.map((group) => group.id),
      [id],
    );
    assert.equal(posts(cloud), 1);
  });
}

test("a lost request is sent again if the only new group of the name has other values", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { configurations } = at(context, context).trove;
  await configurations.create({ name: "settings", values: { wait_timeout: 60 } });
  cloud.faults.add({ method: "POST", path: "/configurations$", effect: { type: "reset", when: "before" } });
  const { id } = await create(declared, context);
  const groups = await Array.fromAsync(configurations.list());
  assert.deepEqual([groups.length, groups.some((group) => group.id === id)], [2, true]);
});

test("refuses to create a second group of the default name", async (t) => {
  const { cloud, context } = await startHarness(t);
  const orphan = await context.trove.configurations.create({ name: DEFAULT, values: {} });
  cloud.requests.length = 0;
  await assert.rejects(create(inputs({ name: DEFAULT }), context), (error: Error) => {
    assert.match(error.message, new RegExp(`No configuration group was created: "${DEFAULT}".*group ${orphan.id} `));
    assert.match(error.message, /trove:resumeInterrupted true/);
    return true;
  });
  assert.equal(posts(cloud), 0);
});

test("takes over the orphaned group with trove:resumeInterrupted, and changes it", async (t) => {
  const { cloud, context } = await startHarness(t, { resumeInterrupted: true });
  const orphan = await context.trove.configurations.create({ name: DEFAULT, values: { wait_timeout: 1 } });
  cloud.requests.length = 0;
  const { id, state } = await create(inputs({ name: DEFAULT, values: { wait_timeout: 60 } }), context);
  assert.deepEqual([id, state.pending], [orphan.id, []]);
  assert.deepEqual((await context.trove.configurations.get(id)).values, { wait_timeout: 60 });
  assert.equal(posts(cloud), 0);
});

test("does not take over an orphaned group of another datastore version", async (t) => {
  const { context } = await startHarness(t, { resumeInterrupted: true });
  const { configurations } = context.trove;
  await configurations.create({ name: DEFAULT, values: {}, datastore: { type: "mysql", version: "5.7.29" } });
  const creating = create(inputs({ name: DEFAULT, datastore: mysql }), context);
  await assert.rejects(creating, /The orphaned configuration group .* is for mysql 5\.7\.29/);
});

test("only warns of a group that has the name the program chose", async (t) => {
  const { context, lines } = await startHarness(t);
  const other = await context.trove.configurations.create({ name: "settings", values: {} });
  const { id } = await create(declared, context);
  assert.notEqual(id, other.id);
  assert.match(lines.join("\n"), new RegExp(`already a configuration group named "settings" \\(${other.id}\\)`));
});
