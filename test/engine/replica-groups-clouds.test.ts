import assert from "node:assert/strict";
import { createGroup } from "../support/cloud-configurations.ts";
import { show, type WireInstance } from "../support/cloud-instances.ts";
import { assertSteady, assertUnchanged, idOf, onEachCloud } from "./clouds.ts";
import { TroveInstance } from "./host.ts";

type Configured = WireInstance & { readonly configuration?: { readonly id: string } };

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

onEachCloud("finds no drift in a group that a replica has through its source", async ({ api, createStack }) => {
  const group = async () => (await createGroup(api, { wait_timeout: 60 })).id;
  const [first, second] = [await group(), await group()];
  let groups: { readonly source?: string; readonly same?: string } = { source: first, same: first };
  const stack = await createStack({
    program: async () => {
      const configured = (configuration?: string) => (configuration === undefined ? {} : { configuration });
      const source = new TroveInstance("source", { ...SMALL, ...configured(groups.source) });
      const replicaOf = source.id;
      const plain = new TroveInstance("plain", { replicaOf });
      new TroveInstance("same", { replicaOf, ...configured(groups.same) }, { dependsOn: plain });
    },
  });
  const groupOf = async (name: string) => ((await show(api, await idOf(stack, name))) as Configured).configuration?.id;
  await stack.stack.up();
  assert.equal(await groupOf("same"), first);
  await assertUnchanged(stack);

  groups = { source: second, same: second };
  await stack.stack.up();
  assert.deepEqual([await groupOf("source"), await groupOf("same")], [second, second]);
  await assertSteady(stack);

  groups = { same: second };
  await stack.stack.up();
  assert.deepEqual([await groupOf("source"), await groupOf("plain")], [undefined, undefined]);
  await stack.stack.up({ refresh: true });
  assert.equal(await groupOf("same"), second);
  await assertSteady(stack);
  await stack.stack.destroy();
});

onEachCloud("restores a replica's group in the run that changes its source's", async ({ api, createStack }) => {
  const group = async () => (await createGroup(api, { wait_timeout: 60 })).id;
  const [first, second] = [await group(), await group()];
  let configuration = first;
  const stack = await createStack({
    program: async () => {
      const source = new TroveInstance("source", { ...SMALL, configuration });
      new TroveInstance("same", { replicaOf: source.id, configuration: first });
    },
  });
  const groupOf = async (name: string) => ((await show(api, await idOf(stack, name))) as Configured).configuration?.id;
  await stack.stack.up();
  configuration = second;
  await stack.stack.up();
  assert.deepEqual([await groupOf("source"), await groupOf("same")], [second, first]);
  await assertSteady(stack);
  await stack.stack.destroy();
});
