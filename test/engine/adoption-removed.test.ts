import assert from "node:assert/strict";
import { test } from "node:test";
import { TroveInstance, type TroveInstanceArgs } from "pulumi-trove";
import { asked, idsIn, onlyId, startWorld, upOf, type World } from "./harness.ts";

const program = (args: TroveInstanceArgs) => async () => {
  new TroveInstance("db", args);
};

/** An instance that another stack made. */
async function theirs(world: World): Promise<string> {
  return (await upOf(world, program({ name: "theirs", flavor: "m1.small", volume: { size: 1 } }))).id;
}

for (const refreshes of [false, true]) {
  const between = refreshes ? ", with a refresh between" : "";
  test(`an adopted instance keeps its name when adoptId alone is removed again${between}`, async (t) => {
    const world = await startWorld(t);
    const id = await theirs(world);
    const { stack } = await upOf(world, program({ adoptId: id }));
    await stack.stack.preview({ expectNoChanges: true });
    if (refreshes) await stack.stack.refresh({ expectNoChanges: true });
    stack.program = program({});
    await stack.stack.up();
    assert.equal(await onlyId(stack), id);
    await stack.stack.preview({ expectNoChanges: true });
    if (refreshes) await stack.stack.refresh({ expectNoChanges: true });
    await stack.stack.preview({ expectNoChanges: true });
    assert.equal(world.cloud.instance(id)?.name, "theirs");

    stack.program = program({ volume: { size: 2 } });
    await stack.stack.up();
    assert.equal(world.cloud.instance(id)?.volume.size, 2);
    assert.deepEqual([await onlyId(stack), idsIn(world.cloud)], [id, [id]]);
  });
}

test("adoptId can be removed together with the other arguments, one or all", async (t) => {
  const world = await startWorld(t);
  const id = await theirs(world);
  const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
  const { stack } = await upOf(world, program({ adoptId: id, flavor: "m1.small", access }));
  for (const args of [{ access }, {}]) {
    stack.program = program(args);
    await stack.stack.up();
    await stack.stack.preview({ expectNoChanges: true });
    assert.equal(await onlyId(stack), id);
  }
  const record = world.cloud.instance(id);
  assert.deepEqual([record?.name, record?.flavor, record?.access?.allowed_cidrs], ["theirs", "2", ["10.0.0.0/8"]]);
});

test("a changed adoptId is warned of, and the resource keeps its instance", async (t) => {
  const world = await startWorld(t);
  const [id, other] = [await theirs(world), await theirs(world)];
  const { stack } = await upOf(world, program({ adoptId: id }));
  stack.program = program({ adoptId: other });
  const { stdout } = await stack.stack.preview();
  assert.match(stdout, /warning: .*adoptId is read at creation alone: the resource keeps the instance that it has/);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await stack.stack.preview({ expectNoChanges: true });
  stack.program = program({});
  const removed = await stack.stack.preview();
  assert.doesNotMatch(removed.stdout, /warning/);
});

test("a replica adopted without replicaOf stays one, even after a fail-over", async (t) => {
  const world = await startWorld(t);
  const source = await theirs(world);
  const { id } = await upOf(world, program({ name: "replica", replicaOf: source }));
  const { stack } = await upOf(world, program({ adoptId: id }));
  for (const args of [{ adoptId: id }, {}]) {
    stack.program = program(args);
    await stack.stack.up();
    await stack.stack.preview({ expectNoChanges: true });
    await stack.stack.refresh({ expectNoChanges: true });
    await stack.stack.preview({ expectNoChanges: true });
    assert.equal(world.cloud.instance(id)?.replicaOf, source);
  }
  assert.deepEqual(asked(world.cloud, "PUT"), []);

  // The source's other replica is promoted, and this one follows it.
  const { id: second } = await upOf(world, program({ name: "second", replicaOf: source }));
  world.cloud.change(second, (record) => Object.assign(record, { replicaOf: undefined }));
  world.cloud.change(id, (record) => Object.assign(record, { replicaOf: second }));
  await stack.stack.refresh();
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.up();
  assert.deepEqual([world.cloud.instance(id)?.replicaOf, asked(world.cloud, "PUT")], [second, []]);
});

test("a replica that is looked up can be refreshed and previewed", async (t) => {
  const world = await startWorld(t);
  const source = await theirs(world);
  const { id } = await upOf(world, program({ name: "replica", replicaOf: source }));
  const { stack } = await upOf(world, async () => {
    TroveInstance.get("db", id);
  });
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.preview({ expectNoChanges: true });
});
