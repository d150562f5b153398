import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { asked, type Harness, idsIn, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const program = (args: TroveInstanceArgs) => async () => {
  new TroveInstance("db", args);
};

/** An instance that another stack made. */
async function theirs(harness: Harness): Promise<string> {
  return (await upOf(harness, program({ name: "theirs", flavor: "m1.small", volume: { size: 1 } }))).id;
}

for (const refreshes of [false, true]) {
  const between = refreshes ? ", with a refresh between" : "";
  test(`an adopted instance keeps its name when adoptId alone is removed again${between}`, async (t) => {
    const harness = await startHarness(t);
    const id = await theirs(harness);
    const { stack } = await upOf(harness, program({ adoptId: id }));
    await stack.stack.preview({ expectNoChanges: true });
    if (refreshes) await stack.stack.refresh({ expectNoChanges: true });
    stack.program = program({});
    await stack.stack.up();
    assert.equal(await onlyId(stack), id);
    await stack.stack.preview({ expectNoChanges: true });
    if (refreshes) await stack.stack.refresh({ expectNoChanges: true });
    await stack.stack.preview({ expectNoChanges: true });
    assert.equal(harness.cloud.instance(id)?.name, "theirs");

    stack.program = program({ volume: { size: 2 } });
    await stack.stack.up();
    assert.equal(harness.cloud.instance(id)?.volume.size, 2);
    assert.deepEqual([await onlyId(stack), idsIn(harness.cloud)], [id, [id]]);
  });
}

test("adoptId can be removed together with the other arguments, one or all", async (t) => {
  const harness = await startHarness(t);
  const id = await theirs(harness);
  const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
  const { stack } = await upOf(harness, program({ adoptId: id, flavor: "m1.small", access }));
  for (const args of [{ access }, {}]) {
    stack.program = program(args);
    await stack.stack.up();
    await stack.stack.preview({ expectNoChanges: true });
    assert.equal(await onlyId(stack), id);
  }
  const record = harness.cloud.instance(id);
  assert.deepEqual([record?.name, record?.flavor, record?.access?.allowed_cidrs], ["theirs", "2", ["10.0.0.0/8"]]);
});

test("a changed adoptId is warned of, and the resource keeps its instance", async (t) => {
  const harness = await startHarness(t);
  const [id, other] = [await theirs(harness), await theirs(harness)];
  const { stack } = await upOf(harness, program({ adoptId: id }));
  stack.program = program({ adoptId: other });
  const { stdout } = await stack.stack.preview();
  assert.match(
    stdout,
    /warning: .*adoptId is only read when the resource is created: the resource keeps the instance that it has/,
  );
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
  stack.program = program({});
  const removed = await stack.stack.preview();
  assert.doesNotMatch(removed.stdout, /warning/);
});

test("a replica adopted without replicaOf stays one, even after a fail-over", async (t) => {
  const harness = await startHarness(t);
  const source = await theirs(harness);
  const { id } = await upOf(harness, program({ name: "replica", replicaOf: source }));
  const { stack } = await upOf(harness, program({ adoptId: id }));
  for (const args of [{ adoptId: id }, {}]) {
    stack.program = program(args);
    await stack.stack.up();
    await stack.stack.preview({ expectNoChanges: true });
    await stack.stack.refresh({ expectNoChanges: true });
    await stack.stack.preview({ expectNoChanges: true });
    assert.equal(harness.cloud.instance(id)?.replicaOf, source);
  }
  assert.deepEqual(asked(harness.cloud, "PUT"), []);

  // The source's other replica is promoted, and this one follows it.
  const { id: second } = await upOf(harness, program({ name: "second", replicaOf: source }));
  harness.cloud.change(second, (record) => Object.assign(record, { replicaOf: undefined }));
  harness.cloud.change(id, (record) => Object.assign(record, { replicaOf: second }));
  await stack.stack.refresh();
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.up();
  assert.deepEqual([harness.cloud.instance(id)?.replicaOf, asked(harness.cloud, "PUT")], [second, []]);
});

test("a replica that is looked up can be refreshed and previewed", async (t) => {
  const harness = await startHarness(t);
  const source = await theirs(harness);
  const { id } = await upOf(harness, program({ name: "replica", replicaOf: source }));
  const { stack } = await upOf(harness, async () => {
    TroveInstance.get("db", id);
  });
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.preview({ expectNoChanges: true });
});
