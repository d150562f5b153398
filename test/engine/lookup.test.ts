import assert from "node:assert/strict";
import { test } from "node:test";
import { Diagnostics } from "./errors/diagnostics.ts";
import { lookup } from "./errors/elsewhere.ts";
import { assertTells, NOBODYS } from "./errors/row.ts";
import { asked, declares, failureOf, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance, testOnHost } from "./host.ts";

test("get looks up an instance that another stack manages, and destroy leaves it alone", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares({ name: "theirs" }));
  const stack = await harness.createStack({
    program: async () => {
      const found = TroveInstance.get("found", id);
      assert.ok(TroveInstance.isInstance(found));
      return { name: found.name, status: found.status, flavorId: found.flavorId, size: found.volumeSize };
    },
  });

  const { outputs } = await stack.stack.up();
  const values = Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
  assert.deepEqual(values, { name: "theirs", status: "ACTIVE", flavorId: "2", size: 1 });
  assert.equal(await onlyId(stack), id);
  await stack.stack.destroy();
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("a refresh after an up finds what get looked up as it was, and keeps all of it", async (t) => {
  const harness = await startHarness(t);
  const { id: source } = await upOf(harness, declares({ name: "theirs" }));
  const { id: replica } = await upOf(harness, async () => {
    new TroveInstance("replica", { name: "copy", replicaOf: source });
  });
  const stack = await harness.createStack({
    program: async () => {
      TroveInstance.get("source", source);
      TroveInstance.get("replica", replica);
    },
  });
  const outputs = async () => new Map((await stack.resources()).map((found) => [found.id, found.outputs]));

  await stack.stack.up();
  const lookedUp = await outputs();
  assert.deepEqual([lookedUp.get(source).flavor, lookedUp.get(replica).replicaOf], ["m1.small", source]);
  await stack.stack.refresh({ expectNoChanges: true });
  assert.deepEqual(await outputs(), lookedUp);
  await stack.stack.up({ expectNoChanges: true });
});

test("a refresh tells what has changed of what get looked up", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, declares({ name: "theirs" }));
  const stack = await harness.createStack({
    program: async () => {
      TroveInstance.get("found", id);
    },
  });
  await stack.stack.up();
  harness.cloud.change(id, (record) => {
    record.volume.size = 7;
  });
  await stack.stack.refresh();
  const [found] = await stack.resources();
  assert.deepEqual([found?.outputs.volume, found?.outputs.volumeSize], [{ size: 7 }, 7]);
});

test("get of an id that nobody has fails and names it and where it was looked for", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: async () => {
      TroveInstance.get("found", NOBODYS);
    },
  });
  const shown = new Diagnostics();
  await failureOf(stack.stack.up({ onEvent: shown.onEvent }));
  assertTells(lookup, shown.of(lookup.resource), cloud, { project: cloud.projects.demo });
  assert.deepEqual(await stack.resources(), []);
});

testOnHost(
  { only: "dynamic", because: "the plugin imports" },
  "refuses the option import before any request, and names adoptId",
  async (t) => {
    const { cloud, createStack } = await startHarness(t);
    const says = new RegExp(`^Error: TroveInstance "db": the option "import" .* adoptId: "${NOBODYS}"`);
    const stack = await createStack({
      program: async () => assert.throws(() => new TroveInstance("db", {}, { import: NOBODYS }), says),
    });
    await stack.stack.preview();
    assert.equal(cloud.requests.length, 0);
  },
);
