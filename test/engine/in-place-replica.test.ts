import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { idOf } from "./clouds.ts";
import { declares, failureOf, idsIn, startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };
const UUID = "11111111-2222-3333-4444-555555555555";

test("destroys a replica before its source, even without a dependency in the program", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({
    program: async () => {
      const first = new TroveInstance("first", SMALL);
      new TroveInstance("second", { replicaOf: first.id });
    },
  });
  await stack.stack.up();
  await stack.stack.destroy();
  assert.deepEqual(harness.cloud.instances(), []);
});

test("another source needs a replacement, and without consent is refused at preview", async (t) => {
  const harness = await startHarness(t);
  const of = (source: "first" | "other", allow?: TroveInstanceArgs["allow"]) => async () => {
    const sources = {
      first: new TroveInstance("first", SMALL),
      other: new TroveInstance("other", SMALL),
    };
    new TroveInstance("second", { replicaOf: sources[source].id, ...(allow === undefined ? {} : { allow }) });
  };
  const stack = await harness.createStack({ program: of("first") });
  await stack.stack.up();
  const second = await idOf(stack, "second");
  stack.program = of("other");
  assert.match(
    await failureOf(stack.stack.preview()),
    /replicaOf: an existing instance cannot become a replica of .*allow: \{ replace: true \}/,
  );
  stack.program = of("other", { replace: true });
  await stack.stack.up();
  const now = await idOf(stack, "second");
  assert.notEqual(now, second);
  assert.equal(harness.cloud.instance(now)?.replicaOf, await idOf(stack, "other"));
  assert.equal(idsIn(harness.cloud).length, 3);
});

test("what a replica has from its source is refused at preview, each by its path", async (t) => {
  const { createStack } = await startHarness(t);
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
    assert.match(message, new RegExp(`${path}: cannot be combined with replicaOf`));
  }
});
