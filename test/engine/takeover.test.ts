import assert from "node:assert/strict";
import { test } from "node:test";
import { declares, failureOf, idsIn, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

test("keeps an instance that a new name adopted if the old name is deleted later", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ name: "kept", databases: [{ name: "app" }] }));
  const renamed = (other: string) => async () => {
    new TroveInstance("renamed", { ...SMALL, name: "kept", databases: [{ name: "app" }], adoptId: id });
    new TroveInstance("other", { ...SMALL, name: other });
  };
  // The failure comes after the adoption, and keeps the engine from deleting what the program declares no more.
  stack.program = renamed("other-GUEST_ERROR");
  assert.match(await failureOf(stack.stack.up()), /other-GUEST_ERROR/);
  const held = (await stack.resources()).filter((resource) => resource.id === id);
  assert.equal(held.length, 2, "both names hold it");

  stack.program = renamed("other");
  await stack.stack.up();
  const record = harness.cloud.instance(id);
  assert.deepEqual([record?.status, record?.databases.map(({ name }) => name)], ["ACTIVE", ["app"]]);
  assert.equal((await stack.resources()).length, 2);

  stack.program = async () => {};
  await stack.stack.up();
  assert.deepEqual(idsIn(harness.cloud), [], "and deleted with the new name");
});
