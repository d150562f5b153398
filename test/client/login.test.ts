import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { AuthError, ConfigError, EndpointError, TroveClient } from "../../provider/client/index.ts";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { openApi } from "../support/cloud-api.ts";
import type { Cloud } from "../support/clouds.ts";
import { testOnEachCloud } from "./each-cloud.ts";
import { keystoneLogins, type Login, type LoginName } from "./logins.ts";
import { places } from "./places.ts";

const ways: readonly LoginName[] = ["a password", "a token", "an application credential"];

testOnEachCloud(
  {},
  Object.fromEntries(
    ways.map((way) => [
      `${way} logs in from each place, and a wrong one is refused with its own words`,
      async (cloud: Cloud) => {
        const logins = await keystoneLogins(cloud);
        await assertLogsIn(logins[way], (await openApi(cloud)).projectId, "RegionOne");
      },
    ]),
  ),
);

test("a Rackspace API key logs in from each place, and a wrong one is refused with its own words", async (t) => {
  const { rackspace, projects } = await start(t);
  const credentials = { ...rackspace, authType: "rackspace", region: "ORD" } as const;
  const refusal = /^Rackspace at .*\/v2\.0\/tokens refuses user "demo" with an API key \(401.*AUTH-008.*the API key/;
  const wrong = { ...credentials, apiKey: "canary" };
  await assertLogsIn({ credentials, wrong, refusal }, projects.demo, "ORD");
});

test("a Rackspace account and region are as asked for, and wrong ones are named", async (t) => {
  const { rackspace, projects, troveUrl } = await start(t);
  const client = await TroveClient.connect({ ...rackspace, region: "DFW", tenantId: projects.other });
  const endpoint = `${troveUrl}/v1.0/${projects.other}`;
  assert.deepEqual(await client.cloud(), { projectId: projects.other, region: "DFW", endpoint });
  assert.deepEqual((await client.instances.page()).items, []);
  const elsewhere = TroveClient.connect({ ...rackspace, region: "LON" });
  await assert.rejects(elsewhere, (error) => error instanceof EndpointError && /"DFW", "ORD"/.test(error.message));
  const other = TroveClient.connect({ ...rackspace, region: "DFW", tenantId: "1100" });
  await assert.rejects(other, /for the account with the id 1100 \(401: Tenant with Name\/Id: '1100' is not valid/);
});

test("a Rackspace token is renewed when it ends", async (t) => {
  const { rackspace, requests } = await start(t, { tokenSeconds: 2 });
  const client = await TroveClient.connect({ ...rackspace, region: "DFW" });
  const logins = () => requests.filter(({ path }) => path === "/v2.0/tokens").length;
  assert.equal(logins(), 1);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await client.limits.get();
  assert.equal(logins(), 2);
});

test("what is missing is said in the words of a script", async () => {
  const place = places["an object"];
  const incomplete = place?.({ authUrl: "http://127.0.0.1:1", userName: "demo", projectName: "demo" });
  await assert.rejects(incomplete ?? Promise.resolve(), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /^The object given to TroveClient.connect does not say the password/);
    assert.doesNotMatch(error.message, /ulumi/);
    return true;
  });
});

async function assertLogsIn({ credentials, wrong, refusal }: Login, projectId: string, region: string) {
  for (const [place, connect] of Object.entries(places)) {
    const client = await connect(credentials);
    const cloud = await client.cloud();
    assert.deepEqual([cloud.projectId, cloud.region], [projectId, region], place);
    assert.equal((await client.versions())[0]?.id, "v1.0");
    await assert.rejects(connect(wrong), (error) => {
      assert.ok(error instanceof AuthError, `${place}: ${error}`);
      assert.match(error.message, refusal);
      assert.doesNotMatch(error.message, /canary/);
      return true;
    });
  }
}

async function start(t: TestContext, options: { tokenSeconds?: number } = {}): Promise<Simulator> {
  const simulator = await startSimulator({ boot: 0, ...options });
  t.after(() => simulator.stop());
  return simulator;
}
