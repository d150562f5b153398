import assert from "node:assert/strict";
import { test } from "node:test";
import { secret } from "@pulumi/pulumi";
import { assertSteady, idOf } from "./clouds.ts";
import { idsIn, startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const NETWORK = "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11";

/** The second instance takes from the first what is known only once that is there. */
function chained(flavor: string, size: number) {
  return async () => {
    const first = new TroveInstance("first", { flavor, volume: { size }, network: { networkId: NETWORK } });
    const networkId = first.addresses.apply(([address]) => address?.network ?? "none");
    new TroveInstance("second", {
      flavor: first.flavorId,
      volume: { size: first.volumeSize.apply((known) => (known ?? 0) + 1) },
      datastore: { type: first.datastoreType, version: first.datastoreVersion },
      databases: [{ name: first.id.apply((id) => `d${id.slice(0, 8)}`) }],
      users: [{ name: "app", password: secret(first.id) }],
      network: { networkId },
      availabilityZone: first.region,
    });
  };
}

test("applies arguments unknown at preview, which shows no replacement for them", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({ program: chained("m1.small", 1) });
  assert.deepEqual((await stack.stack.preview()).changeSummary, { create: 3 });
  await stack.stack.up();
  const [first, second] = [await idOf(stack, "first"), await idOf(stack, "second")];
  const made = harness.cloud.instance(second);
  assert.deepEqual([made?.flavor, made?.volume.size, made?.nics[0]?.networkId], ["2", 2, NETWORK]);
  assert.deepEqual(
    made?.databases.map(({ name }) => name),
    [`d${first.slice(0, 8)}`],
  );
  assert.equal(made?.user("app", "%")?.password, first);
  await assertSteady(stack);

  stack.program = chained("m1.medium", 3);
  assert.deepEqual((await stack.stack.preview()).changeSummary, { same: 1, update: 2 });
  await stack.stack.up();
  assert.deepEqual(idsIn(harness.cloud).sort(), [first, second].sort());
  const now = harness.cloud.instance(second);
  assert.deepEqual([now?.flavor, now?.volume.size], ["3", 4]);
  await assertSteady(stack);
});

test("a preview accepts an unknown source id and an unknown host of a user", async (t) => {
  const harness = await startHarness(t);
  const stack = await harness.createStack({
    program: async () => {
      const first = new TroveInstance("first", {
        flavor: "m1.small",
        volume: { size: 1 },
        network: { networkId: NETWORK },
      });
      new TroveInstance("replica", { replicaOf: first.id });
      const host = first.privateEndpoint.apply((endpoint) => endpoint?.host ?? "none");
      new TroveInstance("third", {
        flavor: "m1.small",
        volume: { size: 1 },
        users: [{ name: "app", password: "p-of-app", host }],
      });
    },
  });
  await stack.stack.preview();
  await stack.stack.up();
  const third = harness.cloud.instance(await idOf(stack, "third"));
  assert.match(third?.users[0]?.host ?? "", /^\d+\.\d+\.\d+\.\d+$/);
  assert.equal(harness.cloud.instance(await idOf(stack, "replica"))?.replicaOf, await idOf(stack, "first"));
  await assertSteady(stack);
});
