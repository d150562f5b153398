import assert from "node:assert/strict";
import { test } from "node:test";
import { TroveInstance, type TroveInstanceArgs } from "pulumi-trove";
import { createGroup } from "../support/cloud-configurations.ts";
import { show } from "../support/cloud-instances.ts";
import { assertSteady, idOf, onBothClouds } from "./both-clouds.ts";
import { declares, failureOf, idsIn, startWorld } from "./world.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };
const UUID = "11111111-2222-3333-4444-555555555555";

/** A source, and a replica of it with arguments of its own. */
function replicated(source: TroveInstanceArgs, replica: TroveInstanceArgs) {
  return async () => {
    const first = new TroveInstance("first", { ...SMALL, databases: [{ name: "app" }], ...source });
    new TroveInstance("second", { replicaOf: first.id, ...replica });
  };
}

onBothClouds(
  "a replica gets its own flavor, group and access, grows with its source, and leaves it in place",
  async (p) => {
    const { api, createStack } = p;
    const { id: configuration } = await createGroup(api, { wait_timeout: 100 });
    const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
    const stack = await createStack({ program: replicated({}, { flavor: "m1.medium", configuration, access }) });
    await stack.stack.up();
    const [first, second] = [await idOf(stack, "first"), await idOf(stack, "second")];
    const made = await show(api, second);
    assert.deepEqual([made.replica_of?.id, made.flavor.id, made.volume.size], [first, "3", 1]);
    assert.deepEqual(made.access, { is_public: false, allowed_cidrs: ["10.0.0.0/8"] });
    await assertSteady(stack);

    stack.program = replicated({ volume: { size: 2 } }, { configuration, access });
    await stack.stack.up();
    assert.deepEqual([(await show(api, first)).volume.size, (await show(api, second)).volume.size], [2, 2]);
    await assertSteady(stack);

    stack.program = async () => {
      new TroveInstance("first", { ...SMALL, volume: { size: 2 }, databases: [{ name: "app" }] });
      new TroveInstance("second", { flavor: "m1.small" });
    };
    await stack.stack.up();
    assert.equal(await idOf(stack, "second"), second);
    const left = await show(api, second);
    assert.deepEqual([left.replica_of, left.flavor.id], [undefined, "2"]);
    await assertSteady(stack);
    await stack.stack.destroy();
  },
);

test("a replica goes before its source when both are destroyed, also where the program says nothing of it", async (t) => {
  const world = await startWorld(t);
  const stack = await world.createStack({ program: replicated({}, {}) });
  await stack.stack.up();
  await stack.stack.destroy();
  assert.deepEqual(world.cloud.instances(), []);
});

test("another source needs a replacement, and without consent is refused at preview", async (t) => {
  const world = await startWorld(t);
  const of = (source: "first" | "other", allow?: TroveInstanceArgs["allow"]) => async () => {
    const sources = {
      first: new TroveInstance("first", SMALL),
      other: new TroveInstance("other", SMALL),
    };
    new TroveInstance("second", { replicaOf: sources[source].id, ...(allow === undefined ? {} : { allow }) });
  };
  const stack = await world.createStack({ program: of("first") });
  await stack.stack.up();
  const second = await idOf(stack, "second");
  stack.program = of("other");
  assert.match(
    await failureOf(stack.stack.preview()),
    /replicaOf: an instance cannot become a replica of .*allow: \{ replace: true \}/,
  );
  stack.program = of("other", { replace: true });
  await stack.stack.up();
  const now = await idOf(stack, "second");
  assert.notEqual(now, second);
  assert.equal(world.cloud.instance(now)?.replicaOf, await idOf(stack, "other"));
  assert.equal(idsIn(world.cloud).length, 3);
});

test("what a replica has from its source is refused at preview, each by its path", async (t) => {
  const { createStack } = await startWorld(t);
  const stack = await createStack({
    program: declares({
      replicaOf: UUID,
      datastore: { type: "mysql" },
      databases: [{ name: "app" }],
      users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
      locality: "affinity",
    }),
  });
  const message = await failureOf(stack.stack.preview());
  for (const path of ["datastore", "volume", "databases", "users", "locality"]) {
    assert.match(message, new RegExp(`${path}: does not go with replicaOf`));
  }
});
