import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSteady, idOf } from "./clouds.ts";
import { asked, declares, failureOf, idsIn, onlyId, startHarness, upOf } from "./harness.ts";
import { TroveInstance, urnOf } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

test("a protected instance is changed in place, and neither replaced nor destroyed", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({}, { protect: true }));
  stack.program = declares({ volume: { size: 2 } }, { protect: true });
  await stack.stack.up();
  assert.equal(harness.cloud.instance(id)?.volume.size, 2);

  const moved = { volume: { size: 2 }, availabilityZone: "nova", allow: { replace: true } };
  stack.program = declares(moved, { protect: true });
  assert.match(await failureOf(stack.stack.up()), /protect/);
  assert.match(await failureOf(stack.stack.destroy()), /protect/);
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("ignoreChanges leaves an argument or a part of one alone, even after drift", async (t) => {
  const harness = await startHarness(t);
  const users = (password: string) => [{ name: "app", password }];
  const ignoreChanges = ["flavor", "volume.size", 'users["app@%"].password'];
  const { stack, id } = await upOf(harness, declares({ users: users("p-before") }, { ignoreChanges }));
  const other = { flavor: "m1.medium", volume: { size: 7 }, users: users("p-after") };
  stack.program = declares(other, { ignoreChanges });
  await stack.stack.preview({ expectNoChanges: true });

  harness.cloud.change(id, (record) => {
    record.flavor = "1";
  });
  await stack.stack.refresh();
  await stack.stack.up({ expectNoChanges: true });
  assert.equal(harness.cloud.instance(id)?.flavor, "1");
  stack.program = declares({ ...other, name: "renamed" }, { ignoreChanges });
  await stack.stack.up();
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.name, now?.flavor, now?.volume.size], ["renamed", "1", 1]);
  assert.equal(now?.user("app", "%")?.password, "p-before");
  await assertSteady(stack);
});

test("retainOnDelete keeps the instance; the next up names it and creates no other", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({}, { retainOnDelete: true }));
  await stack.stack.destroy();
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.match(await failureOf(stack.stack.up()), new RegExp(`No instance was created: .* ${id} .*adoptId`));
  assert.deepEqual(idsIn(harness.cloud), [id]);

  stack.program = declares({ adoptId: id });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
});

test("a resource renamed with an alias keeps its instance and its instance's name", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const name = harness.cloud.instance(id)?.name;
  stack.program = async () => {
    new TroveInstance("main", SMALL, { aliases: [{ name: "db" }] });
  };
  await stack.stack.up();
  assert.equal(await idOf(stack, "main"), id);
  assert.equal(harness.cloud.instance(id)?.name, name);
  await assertSteady(stack);
  assert.deepEqual([asked(harness.cloud, "PUT"), asked(harness.cloud, "DELETE")], [[], []]);
});

test("a renamed stack keeps its instance, and the instance its name", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const name = harness.cloud.instance(id)?.name;
  await stack.stack.rename({ stackName: "renamed" });
  await assertSteady(stack);
  stack.program = declares({ volume: { size: 2 } });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([harness.cloud.instance(id)?.name, harness.cloud.instance(id)?.volume.size], [name, 2]);
});

test("a transform sees the arguments and may change them", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, async () => {
    new TroveInstance("db", SMALL, {
      transforms: [({ props, opts }) => ({ props: { ...props, flavor: "m1.medium", volume: { size: 3 } }, opts })],
    });
  });
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.flavor, now?.volume.size], ["3", 3]);
  await assertSteady(stack);
});

test("with targets the others stay as they are until their turn", async (t) => {
  const harness = await startHarness(t);
  const both = (size: number) => async () => {
    new TroveInstance("one", { ...SMALL, volume: { size } });
    new TroveInstance("two", { ...SMALL, volume: { size } });
  };
  const stack = await harness.createStack({ program: both(1) });
  await stack.stack.up();
  const [one, two] = [await idOf(stack, "one"), await idOf(stack, "two")];
  const sizes = () => [one, two].map((id) => harness.cloud.instance(id)?.volume.size);
  stack.program = both(2);
  await stack.stack.up({ target: [urnOf("one")] });
  assert.deepEqual(sizes(), [2, 1]);
  await stack.stack.up();
  assert.deepEqual(sizes(), [2, 2]);
  await stack.stack.destroy({ target: [urnOf("two")] });
  assert.deepEqual(idsIn(harness.cloud), [one]);
});
