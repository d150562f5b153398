import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import { declares, NO_CLOUD, onlyId, startHarness } from "./harness.ts";
import { TroveInstance, TroveProvider, testOnHost } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };

test("one program has instances in two clouds, the second by its entry in clouds.yaml", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    program: async () => {
      const provider = new TroveProvider("second", { cloud: "other" });
      const here = new TroveInstance("here", { name: "here", ...SMALL });
      const there = new TroveInstance("there", { name: "there", ...SMALL }, { provider });
      return { here: here.projectId, there: there.projectId };
    },
  });
  const { outputs } = await stack.stack.up();
  assert.deepEqual([outputs.here?.value, outputs.there?.value], [cloud.projects.demo, cloud.projects.other]);
  assert.deepEqual(
    cloud.instances("demo").map(({ name }) => name),
    ["here"],
  );
  assert.deepEqual(
    cloud.instances("other").map(({ name }) => name),
    ["there"],
  );
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.destroy();
  assert.deepEqual(cloud.instances(), []);
});

test("an explicit provider uses its own arguments alone, whatever the environment says", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const stack = await createStack({
    env: { OS_CLOUD: "two", OS_USERNAME: "nobody", OS_PASSWORD: "wrong", OS_REGION_NAME: "RegionTwo" },
    program: async () => {
      const provider = new TroveProvider("explicit", {
        authUrl: cloud.authUrl,
        userName: "demo",
        password: "demo-password",
        projectName: "other",
        userDomainName: "Default",
        projectDomainName: "Default",
        region: "RegionOne",
      });
      new TroveInstance("db", SMALL, { provider });
    },
  });
  await stack.stack.up();
  assert.deepEqual(
    cloud.instances("other").map(({ id }) => id),
    [await onlyId(stack)],
  );
  assert.doesNotMatch(await stack.checkpoint(), /demo-password/);
});

testOnHost(
  { only: "dynamic", because: "the engine passes a plugin its own configuration alone" },
  "stack configuration by pulumi-openstack's names comes before the environment",
  async (t) => {
    const { cloud, createStack } = await startHarness(t);
    const config: ConfigMap = {
      "openstack:authUrl": { value: cloud.authUrl },
      "openstack:userName": { value: "demo" },
      "openstack:password": { value: "demo-password", secret: true },
      "openstack:tenantName": { value: "other" },
      "openstack:userDomainName": { value: "Default" },
      "openstack:projectDomainName": { value: "Default" },
      "openstack:region": { value: "RegionOne" },
    };
    const env = { ...NO_CLOUD, OS_USERNAME: "nobody", OS_PASSWORD: "wrong" };
    const stack = await createStack({ program: declares(), config, env });
    await stack.stack.up();
    assert.deepEqual(
      cloud.instances("other").map(({ id }) => id),
      [await onlyId(stack)],
    );
    assert.doesNotMatch(await stack.checkpoint(), /demo-password/);
  },
);
