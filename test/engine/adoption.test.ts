import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { asked, declares, failureOf, idsIn, onlyId, startWorld, upOf, type World } from "./world.ts";

const URN = "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::db";

/** An instance of somebody else, and a stack that takes it over. */
async function adopted(world: World, args: TroveInstanceArgs = {}) {
  const { id } = await upOf(world, declares({ name: "theirs" }));
  const { stack } = await upOf(world, declares({ adoptId: id, ...args }));
  assert.equal(await onlyId(stack), id);
  return { stack, id };
}

test("an adopted instance is never replaced as long as the program names it by adoptId", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await adopted(world);
  stack.program = declares({ adoptId: id, availabilityZone: "nova", allow: { replace: true } });

  const message = await failureOf(stack.stack.preview());
  assert.match(message, /availabilityZone: .*adoptId still names the instance: remove adoptId first/);
  await failureOf(stack.stack.up());
  assert.deepEqual(idsIn(world.cloud), [id]);
  assert.deepEqual(asked(world.cloud, "DELETE"), []);
});

test("a replacement that the user orders of an adopted instance loses nothing", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await adopted(world);
  await stack.stack.up({ replace: [URN] });
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(world.cloud), [id]);
  assert.deepEqual(asked(world.cloud, "DELETE"), []);
});

test("a replacement that the user orders is refused where the old one bears the default name, and nothing is lost", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await upOf(world, declares());
  const message = await failureOf(stack.stack.up({ replace: [URN] }));
  assert.match(message, new RegExp(`No instance was created: .* ${id} .*deleteBeforeReplace`));
  assert.equal(await onlyId(stack), id);
  assert.deepEqual(idsIn(world.cloud), [id]);

  stack.program = declares({}, { deleteBeforeReplace: true });
  await stack.stack.up({ replace: [URN] });
  const now = await onlyId(stack);
  assert.notEqual(now, id);
  assert.deepEqual(idsIn(world.cloud), [now]);
});

test("adopting sets every declared password, and what the program says otherwise is refused by its path", async (t) => {
  const world = await startWorld(t);
  const users = [{ name: "app", password: "p-before" }];
  const { id } = await upOf(world, declares({ name: "theirs", users }));
  const stack = await world.createStack({ program: declares({ adoptId: id, volume: { size: 4 }, flavor: "3" }) });
  const message = await failureOf(stack.stack.up());
  assert.match(message, /flavor: the program says "3", the instance has "2"/);
  assert.match(message, /volume\.size: the program says 4, the instance has 1/);
  assert.deepEqual(await stack.resources(), []);

  stack.program = declares({ adoptId: id, users: [{ name: "app", password: "p-after" }] });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.equal(world.cloud.instance(id)?.user("app", "%")?.password, "p-after");
});
