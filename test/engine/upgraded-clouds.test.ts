import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { TroveInstanceArgs } from "pulumi-trove";
import { openApi } from "../support/cloud-api.ts";
import { allPages } from "../support/cloud-pages.ts";
import { realTroveMissing, startCloud } from "../support/clouds.ts";
import type { TestStack } from "../support/engine.ts";
import { assertUnchanged } from "./clouds.ts";
import { NO_CLOUD, stackOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const NETWORK = "22222222-2222-2222-2222-222222222222";
const COUNT = 4;

/** Instances whose servers have no tag, as if they had been made before the cloud became Trove 26: see `NO_TAGS`. */
function declaresFour(args: TroveInstanceArgs): PulumiFn {
  const customTimeouts = { create: "2m", update: "2m", delete: "2m" };
  return async () => {
    for (let index = 0; index < COUNT; index += 1) {
      const name = `upgraded-${index}-NO_TAGS`;
      const access = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };
      new TroveInstance(`db${index}`, { name, access, network: { networkId: NETWORK }, ...args }, { customTimeouts });
    }
  };
}

/** What the state says of each, which GET alone shows. */
async function assertAsByGet(stack: TestStack): Promise<void> {
  const resources = await stack.resources();
  assert.equal(resources.length, COUNT);
  for (const { outputs } of resources) {
    assert.equal(outputs.status, "ACTIVE");
    assert.equal(outputs.operatingStatus, "HEALTHY");
    assert.equal(outputs.addresses.length, 1);
    assert.deepEqual(outputs.endpoint, { host: outputs.addresses[0].address, port: 3306 });
  }
}

for (const kind of ["simulator", "real"] as const) {
  const missing = kind === "real" ? realTroveMissing(26) : undefined;
  const skip = missing === undefined || process.env.CI ? false : `the real Trove 26 needs ${missing}`;
  const title = `${kind}: creates, changes, refreshes and destroys instances that lists show as SHUTDOWN`;
  test(title, { skip }, async (t: TestContext) => {
    const cloud = await startCloud({ kind, release: 26, boot: 0.5, guestLag: 0.2 });
    t.after(() => cloud.stop());
    const api = await openApi(cloud);
    const program = declaresFour({ flavor: "m1.small", volume: { size: 1 } });
    const stack = await stackOf(t, { program, env: { ...NO_CLOUD, ...cloud.env } });
    await stack.stack.up();
    const listed = (await allPages<{ status: string }>(api, "/instances/detail", 20)).flat();
    assert.deepEqual(new Set(listed.map(({ status }) => status)), new Set(["SHUTDOWN"]));
    await assertAsByGet(stack);
    await assertUnchanged(stack);

    stack.program = declaresFour({ flavor: "m1.medium", volume: { size: 2 } });
    await stack.stack.up();
    await assertAsByGet(stack);
    await assertUnchanged(stack);
    await assertAsByGet(stack);

    await stack.stack.destroy();
    assert.deepEqual((await allPages(api, "/instances", 20)).flat(), []);
  });
}
