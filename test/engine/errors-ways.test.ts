import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { timeLapse } from "../support/time-lapse.ts";
import { assertAllTell } from "./errors/assert-all-tell.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { mayFail } from "./errors/may-fail.ts";
import { loginOf, ways } from "./errors/ways.ts";
import { failureOf, startHarness } from "./harness.ts";
import { TroveInstance, TroveProvider } from "./host.ts";

test("an error of the connection names the request, the server and the next step", async (t) => {
  // One of them is a GET that has two minutes for its answer.
  const { env, now } = timeLapse(10);
  const { cloud: common, createStack } = await startHarness(t, { now });
  const clouds = new Map<string, Simulator>();
  for (const { resource, plan } of ways) if (plan) clouds.set(resource, await startCloud(t, { plan, now }));
  const cloudOf = (resource: string) => clouds.get(resource) ?? common;
  const stack = await createStack({
    env,
    program: async () => {
      for (const row of ways) {
        const { resource } = row;
        const name = row.defaultName ? {} : { name: resource };
        const provider = new TroveProvider(`of-${resource}`, loginOf(row, cloudOf(resource)));
        mayFail(new TroveInstance(resource, { ...name, flavor: "m1.small", volume: { size: 1 } }, { provider }));
      }
    },
  });
  const shown = new Diagnostics();
  await failureOf(stack.stack.up({ continueOnError: true, onEvent: shown.onEvent }));
  assert.deepEqual(common.instances(), []);

  await assertAllTell(t, ways, shown, ({ resource }) => {
    const cloud = cloudOf(resource);
    const [first, second] = cloud.instances().filter(({ name }) => name.startsWith(resource));
    const ids = { first: first?.id ?? "", second: second?.id ?? "" };
    return { cloud, names: { ...ids, auth: cloud.authUrl, trove: cloud.troveUrl, project: cloud.projects.demo } };
  });
});

async function startCloud(
  t: TestContext,
  { plan, now }: { readonly plan: (cloud: Simulator) => unknown; readonly now: () => number },
): Promise<Simulator> {
  const cloud = await startSimulator({ rate: 100_000, now });
  t.after(() => cloud.stop());
  await plan(cloud);
  return cloud;
}
