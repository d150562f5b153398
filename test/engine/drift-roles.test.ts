import assert from "node:assert/strict";
import { TroveInstance } from "pulumi-trove";
import { action, settled, show } from "../support/cloud-instances.ts";
import { assertSteady, idOf, onBothClouds } from "./both-clouds.ts";
import { failureOf } from "./world.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

onBothClouds(
  "after a fail-over outside, preview names both instances and the edit, which is then steady",
  async (place) => {
    const { api, createStack } = place;
    const stack = await createStack({
      program: async () => {
        const first = new TroveInstance("first", SMALL);
        new TroveInstance("second", { replicaOf: first.id });
      },
    });
    await stack.stack.up();
    const [first, second] = [await idOf(stack, "first"), await idOf(stack, "second")];
    await action(api, second, { promote_to_replica_source: {} });
    await settled(api, first);
    await settled(api, second);
    await stack.stack.refresh();

    const message = await failureOf(stack.stack.preview());
    assert.match(
      message,
      new RegExp(`replicaOf: the instance has become a replica of ${second}.*write replicaOf: "${second}"`),
    );
    await failureOf(stack.stack.up());

    stack.program = async () => {
      const source = new TroveInstance("second", { flavor: "m1.small" });
      new TroveInstance("first", { flavor: "m1.small", replicaOf: source.id });
    };
    await stack.stack.up();
    assert.deepEqual([await idOf(stack, "first"), await idOf(stack, "second")], [first, second]);
    assert.equal((await show(api, first)).replica_of?.id, second);
    assert.equal((await show(api, second)).replica_of, undefined);
    await assertSteady(stack);
    await stack.stack.destroy();
  },
);

onBothClouds(
  "a replica that was detached outside shows at refresh and is not replaced without consent",
  async (place) => {
    const { api, createStack } = place;
    const stack = await createStack({
      program: async () => {
        const first = new TroveInstance("first", SMALL);
        new TroveInstance("second", { replicaOf: first.id });
      },
    });
    await stack.stack.up();
    const second = await idOf(stack, "second");
    await api.put(`/instances/${second}`, { instance: { replica_of: null } });
    await settled(api, second);

    const { summary } = await stack.stack.refresh();
    assert.deepEqual(summary.resourceChanges, { same: 2, update: 1 });
    const message = await failureOf(stack.stack.preview());
    assert.match(message, /replicaOf: an instance cannot become a replica of .*allow: \{ replace: true \}/);
    stack.program = async () => {
      new TroveInstance("first", SMALL);
      new TroveInstance("second", { flavor: "m1.small" });
    };
    await stack.stack.up();
    assert.equal(await idOf(stack, "second"), second);
    await assertSteady(stack);
    await stack.stack.destroy();
  },
);
