import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSteady, idOf } from "./clouds.ts";
import { failureOf, startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

test("a refresh shows a replica detached outside, which is not replaced unasked", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({
    program: async () => {
      const first = new TroveInstance("first", SMALL);
      new TroveInstance("second", { replicaOf: first.id });
    },
  });
  await stack.stack.up();
  const second = await idOf(stack, "second");
  harness.cloud.change(second, (record) => {
    record.replicaOf = undefined;
  });

  const { summary } = await stack.stack.refresh();
  assert.equal(summary.resourceChanges?.update, 1);
  const message = await failureOf(stack.stack.preview());
  assert.match(message, /replicaOf: an existing instance cannot become a replica of .*allow: \{ replace: true \}/);
  stack.program = async () => {
    new TroveInstance("first", SMALL);
    new TroveInstance("second", { flavor: "m1.small" });
  };
  await stack.stack.up();
  assert.equal(await idOf(stack, "second"), second);
  await assertSteady(stack);
});
