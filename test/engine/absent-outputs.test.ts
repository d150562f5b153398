import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { asked, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

/** What a program makes of outputs that an instance without a public address, a group or a source does not have. */
function usesAbsent(db: TroveInstance) {
  return {
    endpoint: db.publicEndpoint,
    host: db.publicEndpoint.apply((endpoint) => endpoint?.host ?? "nowhere"),
    lifted: pulumi.interpolate`at ${db.privateEndpoint.apply((endpoint) => endpoint?.port)}`,
    types: pulumi
      .all([db.publicEndpoint, db.host, db.configuration, db.replicaOf, db.users, db.network])
      .apply((values) => values.map((value) => (value === null ? "null" : typeof value)).join()),
  };
}

const TYPES = Array(6).fill("undefined").join();

async function outputsOf(stack: { outputs(): Promise<Record<string, { value: unknown }>> }) {
  return Object.fromEntries(Object.entries(await stack.outputs()).map(([key, { value }]) => [key, value]));
}

test("an absent output is undefined after up, in previews and after a refresh", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await upOf(harness, async () => usesAbsent(new TroveInstance("db", SMALL)));
  const seen = { host: "nowhere", lifted: "at undefined", types: TYPES };
  assert.deepEqual(await outputsOf(stack.stack), seen);

  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.up({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.preview({ refresh: true, expectNoChanges: true });
  assert.deepEqual(await outputsOf(stack.stack), seen);
  assert.deepEqual([asked(harness.cloud, "PUT"), asked(harness.cloud, "DELETE")], [[], []]);
});

test("an absent output of what get looks up is undefined, also in a preview", async (t) => {
  const harness = await startHarness(t);
  const { id } = await upOf(harness, async () => {
    new TroveInstance("theirs", SMALL);
  });
  const { stack } = await upOf(harness, async () => usesAbsent(TroveInstance.get("found", id)));
  assert.equal((await outputsOf(stack.stack)).types, TYPES);
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.refresh({ expectNoChanges: true });
  await stack.stack.preview({ expectNoChanges: true });
});

test("another resource takes an absent output as an argument that is left out", async (t) => {
  const harness = await startHarness(t);
  const program = async () => {
    const one = new TroveInstance("one", SMALL);
    new TroveInstance("two", { ...SMALL, configuration: one.configuration as pulumi.Output<string> });
  };
  const stack = await harness.createStack({ program });
  await stack.stack.up();
  await stack.stack.preview({ expectNoChanges: true });
  const [, two] = await stack.resources();
  assert.ok(two !== undefined && !("configuration" in two.inputs), JSON.stringify(two?.inputs));
});
