import assert from "node:assert/strict";
import type { TroveInstanceArgs } from "pulumi-trove";
import { createGroup } from "../support/cloud-configurations.ts";
import { action, settled, show } from "../support/cloud-instances.ts";
import { assertSteady, assertUnchanged, idOf, onClouds } from "./clouds.ts";
import { coverage } from "./coverage.ts";
import { failureOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

onClouds("changes a replica, follows a fail-over and detaches in place", coverage.replicas, async (place) => {
  const { api, datastore, createStack } = place;
  const { type } = datastore;
  const group = await createGroup(api, datastore.dynamicValues[0], { datastore: { type } });
  const own = {
    configuration: group.id,
    access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
  };
  const source = { flavor: "m1.small", datastore: { type }, volume: { size: 2 } };
  const stack = await createStack({
    program: replicated({ ...source, volume: { size: 1 } }, { ...own, flavor: "m1.medium" }),
  });
  await stack.stack.up();
  const [first, second] = [await idOf(stack, "first"), await idOf(stack, "second")];
  const made = await show(api, second);
  assert.deepEqual([made.replica_of?.id, made.flavor.id, made.volume.size], [first, "3", 1]);
  assert.deepEqual(made.access, { is_public: false, allowed_cidrs: ["10.0.0.0/8"] });
  await assertSteady(stack);

  stack.program = replicated(source, { ...own, flavor: "m1.small" });
  await stack.stack.up();
  assert.deepEqual([(await show(api, first)).volume.size, (await show(api, second)).volume.size], [2, 2]);
  assert.equal((await show(api, second)).flavor.id, "2");
  await assertSteady(stack);

  await action(api, second, { promote_to_replica_source: {} });
  await settled(api, first);
  await settled(api, second);
  await stack.stack.refresh();
  const message = await failureOf(stack.stack.preview());
  assert.match(
    message,
    new RegExp(`replicaOf: the instance has become a replica of ${second}.*set replicaOf: "${second}"`),
  );
  await failureOf(stack.stack.up());
  stack.program = async () => {
    const { id } = new TroveInstance("second", { ...source, ...own });
    new TroveInstance("first", { flavor: "m1.small", replicaOf: id });
  };
  await stack.stack.up();
  assert.deepEqual([await idOf(stack, "first"), await idOf(stack, "second")], [first, second]);
  assert.equal((await show(api, first)).replica_of?.id, second);
  assert.equal((await show(api, second)).replica_of, undefined);
  await assertSteady(stack);

  stack.program = async () => {
    new TroveInstance("second", { ...source, ...own });
    new TroveInstance("first", { flavor: "m1.medium" });
  };
  await stack.stack.up();
  assert.deepEqual([await idOf(stack, "first"), await idOf(stack, "second")], [first, second]);
  const left = await show(api, first);
  assert.deepEqual([left.replica_of, left.flavor.id], [undefined, "3"]);
  await assertUnchanged(stack);
  await stack.stack.destroy();
});

/** A source, and a replica of it with arguments of its own. */
function replicated(source: TroveInstanceArgs, replica: TroveInstanceArgs) {
  return async () => {
    const { id } = new TroveInstance("first", source);
    new TroveInstance("second", { replicaOf: id, ...replica });
  };
}
