import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { startHarness } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const COUNT = 100;

test("100 instances take at most 2 requests each at Trove's rate, a refresh of all 8", async (t) => {
  const { cloud, createStack } = await startHarness(t, { rate: 200, boot: 5, maxInstances: COUNT, maxVolumes: COUNT });
  const stack = await createStack({
    program: async () => {
      for (let index = 0; index < COUNT; index += 1) {
        new TroveInstance(`db${index}`, { flavor: "m1.small", volume: { size: 1 } });
      }
    },
  });
  const up = await requestsOf(cloud, () => stack.stack.up({ parallel: COUNT }));
  assert.deepEqual(
    cloud.instances().map(({ status }) => status),
    Array.from({ length: COUNT }, () => "ACTIVE"),
  );
  const many = await requestsOf(cloud, () => stack.stack.refresh({ parallel: COUNT, expectNoChanges: true }));
  const few = await requestsOf(cloud, () => stack.stack.refresh({ expectNoChanges: true }));
  t.diagnostic(`up ${up}, refresh ${many}, and at the default --parallel ${few} requests`);
  assert.ok(up <= 2 * COUNT, `${up} requests of an up`);
  assert.ok(many <= 8 && few <= 8, `${many} and ${few} requests of a refresh`);
});

/** How many requests Trove sees meanwhile, none of which it refuses. */
async function requestsOf(cloud: Simulator, work: () => Promise<unknown>): Promise<number> {
  const from = cloud.requests.length;
  await work();
  const requests = cloud.requests.slice(from).filter(({ service }) => service === "trove");
  assert.deepEqual(
    requests.filter(({ status }) => status >= 400),
    [],
  );
  return requests.length;
}
