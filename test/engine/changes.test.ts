import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { asked, declares, failureOf, idsIn, onlyId, startWorld, upOf } from "./world.ts";

test("consents and time-outs are noted in state without asking the cloud, and then nothing changes", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await upOf(world, declares());
  stack.program = declares({ allow: { restart: true } }, { customTimeouts: { delete: "7m" } });

  const { summary } = await stack.stack.up();
  assert.deepEqual(summary.resourceChanges, { same: 1, update: 1 });
  const { outputs } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  assert.deepEqual([outputs.allow, outputs.__timeouts], [{ restart: true }, { delete: "7m" }]);
  await stack.stack.preview({ expectNoChanges: true });
  assert.deepEqual(idsIn(world.cloud), [id]);
  assert.deepEqual([asked(world.cloud, "POST"), asked(world.cloud, "PUT")], [["/instances"], []]);
});

const START: TroveInstanceArgs = {
  name: "db-one",
  volume: { size: 2 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
};

/** What cannot be done in place yet, and what the refusal says. */
const REFUSED: readonly (readonly [what: string, change: TroveInstanceArgs, says: RegExp])[] = [
  ["another flavor", { flavor: "m1.medium" }, /flavor: .*resize.*not supported yet/],
  ["a larger volume", { volume: { size: 3 } }, /volume\.size: grows from 2 to 3 GiB; .*not supported yet/],
  ["a smaller volume", { volume: { size: 1 } }, /volume\.size: a volume cannot shrink \(from 2 to 1 GiB\)/],
  ["another name", { name: "db-two" }, /name: .*not supported yet/],
  ["another database", { databases: [{ name: "app" }, { name: "b2" }] }, /databases: .*not supported yet/],
  ["another password", { users: [{ name: "app", password: "other" }] }, /users: .*not supported yet/],
  ["another zone without consent", { availabilityZone: "nova" }, /availabilityZone: .*allow: \{ replace: true \}/],
];

test("a change that would lose data or that is not supported yet is refused at preview by its name", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await upOf(world, declares(START));
  const before = await stack.resources();
  for (const [what, change, says] of REFUSED) {
    await t.test(what, async () => {
      stack.program = declares({ ...START, ...change });
      const message = await failureOf(stack.stack.preview());
      assert.match(message, says);
      assert.match(message, new RegExp(`The change of ${id} was refused, nothing was changed\\.`));
      assert.doesNotMatch(message, /p-of-app|"other"/);
    });
  }
  await failureOf(stack.stack.up());
  assert.deepEqual(idsIn(world.cloud), [id]);
  assert.deepEqual(await stack.resources(), before);
  assert.deepEqual([asked(world.cloud, "PUT"), asked(world.cloud, "DELETE")], [[], []]);
});

test("a replacement is made with the program's consent: a new instance, and the old one gone", async (t) => {
  const world = await startWorld(t);
  const { stack, id: old } = await upOf(world, declares({ name: "db-one" }));
  stack.program = declares({ name: "db-one", availabilityZone: "nova", allow: { replace: true } });

  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, old);
  assert.deepEqual(idsIn(world.cloud), [now]);
  assert.equal(world.cloud.instance(now)?.availabilityZone, "nova");
});
