import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, createInstance, settled, show, type WireInstance } from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";

type Placed = WireInstance & { readonly locality?: string };

const test = contract({ defaultLocality: "soft-anti-affinity", maxInstances: 20 });

test.on(26, "default-locality")("an instance without a locality gets the operator's", async ({ demo }) => {
  const created: Placed = await createInstance(demo, { name: "placed" });
  assert.equal(created.locality, "soft-anti-affinity");
  const shown: Placed = await settled(demo, created.id);
  assert.equal(shown.locality, "soft-anti-affinity");
  const listed = (await allPages<Placed>(demo, "/instances/detail", 20)).flat().find(({ id }) => id === created.id);
  assert.deepEqual([listed?.status, listed?.locality], ["ACTIVE", undefined]);
});

test.on(26, "default-locality")("a replica shows its source's locality", async ({ demo }) => {
  const source = await activeInstance(demo, { name: "source" });
  const replica = { name: "replica", replica_of: source.id, flavorRef: undefined, volume: undefined };
  const created: Placed = await createInstance(demo, replica);
  assert.equal(created.locality, undefined);
  await settled(demo, created.id);
  assert.equal(((await show(demo, created.id)) as Placed).locality, "soft-anti-affinity");
});

test.on(18, "default-locality")("an operator cannot set a locality", async ({ demo }) => {
  const shown: Placed = await activeInstance(demo, { name: "placed" });
  assert.equal(shown.locality, undefined);
});
