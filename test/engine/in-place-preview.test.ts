import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { asked, declares, failureOf, NO_CLOUD, startHarness, upOf } from "./harness.ts";
import { TroveInstance } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

const UNKNOWN: readonly (readonly [what: string, args: TroveInstanceArgs, says: RegExp])[] = [
  ["a flavor", { flavor: "m1.huge" }, /flavor: this cloud has no flavor "m1\.huge"\. Use one of .*m1\.small \(2\)/],
  ["a datastore", { datastore: { type: "oracle" } }, /datastore\.type: .*no datastore "oracle".*mysql/],
  [
    "a version",
    { datastore: { type: "mysql", version: "9.9" } },
    /datastore\.version: .*no version "9\.9" of mysql.*8\.0\.29/,
  ],
  [
    "a volume type",
    { datastore: { type: "mysql", version: "8.0.29" }, volume: { size: 1, type: "floppy" } },
    /volume\.type: .*does not support volume type "floppy"\. Use one of .*ssd/,
  ],
];

test("refuses at preview, by path, what the cloud does not offer", async (t) => {
  const harness = await startHarness(t);
  const { stack } = await upOf(harness, declares());
  for (const [what, args, says] of UNKNOWN) {
    await t.test(what, async () => {
      stack.program = async () => {
        new TroveInstance("db", SMALL);
        new TroveInstance("another", { ...SMALL, ...args });
      };
      assert.match(await failureOf(stack.stack.preview()), says);
    });
  }
  stack.program = declares({ flavor: "m1.huge" });
  assert.match(await failureOf(stack.stack.preview()), /flavor: this cloud has no flavor "m1\.huge"/);
  assert.deepEqual(asked(harness.cloud, "POST"), ["/instances"]);
});

test("warns once, with numbers, of a quota that all instances of a preview exceed", async (t) => {
  const harness = await startHarness(t, { maxInstances: 3, maxVolumes: 10 });
  const { stack } = await upOf(harness, declares({ volume: { size: 2 } }));
  stack.program = async () => {
    // One after the other, so that the numbers are the same each time.
    let dependsOn: TroveInstance[] = [];
    for (const name of ["db", "one", "two", "three"]) {
      dependsOn = [new TroveInstance(name, { ...SMALL, volume: { size: 4 } }, { dependsOn })];
    }
  };
  const { stdout } = await stack.stack.preview();
  assert.match(stdout, /warning: Quota would be exceeded: 3 instances allowed, 1 in use, this preview adds at least 3/);
  assert.match(stdout, /warning: Quota would be exceeded: 10 GiB of volumes allowed, 2 in use, .* adds at least 10/);
  stack.program = declares({ volume: { size: 4 } });
  assert.doesNotMatch((await stack.stack.preview()).stdout, /quota/);
});

test("with trove:previewChecks off a preview asks the cloud for nothing that it offers", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: declares({ flavor: "m1.huge" }),
    config: { "trove:previewChecks": { value: "off" } },
  });
  await stack.stack.preview();
  assert.deepEqual(cloud.requests, []);
  assert.match(await failureOf(stack.stack.up()), /flavor: this cloud has no flavor "m1\.huge"/);
  await stack.stack.setConfig("trove:previewChecks", { value: "maybe" });
  assert.match(await failureOf(stack.stack.preview()), /trove:previewChecks is "maybe"; it must be on or off/);
});

test("a preview without credentials warns and continues; with wrong ones it fails", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const env = { ...NO_CLOUD };
  const none = await createStack({ program: declares(), env });
  const { stdout, changeSummary } = await none.stack.preview();
  assert.match(stdout, /warning: This preview could not ask the cloud: .*credentials/i);
  assert.deepEqual(changeSummary, { create: 2 });

  const wrong = {
    OS_AUTH_URL: cloud.authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "wrong-canary",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  };
  const stack = await createStack({ program: declares(), env: { ...NO_CLOUD, ...wrong } });
  const message = await failureOf(stack.stack.preview());
  assert.match(message, /401/);
  assert.doesNotMatch(message, /wrong-canary/);
});

test("a preview waits once for an unreachable cloud and warns once", async (t) => {
  const { createStack } = await startHarness(t);
  const unreachable = {
    OS_AUTH_URL: "http://127.0.0.1:9/v3",
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo-password",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  };
  const stack = await createStack({
    env: { ...NO_CLOUD, ...unreachable },
    program: async () => {
      for (let index = 0; index < 6; index += 1) new TroveInstance(`db${index}`, SMALL);
    },
  });
  const { stdout, changeSummary } = await stack.stack.preview();
  assert.deepEqual(changeSummary, { create: 7 });
  const warnings = stdout.slice(stdout.lastIndexOf("Diagnostics:")).match(/could not ask the cloud/g);
  assert.equal(warnings?.length, 1, stdout);
});
