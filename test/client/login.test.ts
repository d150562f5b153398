import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { AuthError, ConfigError, ConnectionError, EndpointError, TroveClient } from "../../provider/client/index.ts";
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

test("a Rackspace API key logs in from each source, and a wrong one is refused", async (t) => {
  const { rackspace, projects } = await start(t);
  const credentials = { ...rackspace, authType: "rackspace", region: "ORD" } as const;
  const refusal = /^Rackspace at .*\/v2\.0\/tokens refuses user "demo" with an API key \(401.*AUTH-008.*the API key/;
  const wrong = { ...credentials, apiKey: "canary" };
  await assertLogsIn({ credentials, wrong, refusal }, projects.demo, "ORD");
});

test("uses the requested Rackspace account and region, and names wrong ones", async (t) => {
  const { rackspace, projects, troveUrl } = await start(t);
  const client = await TroveClient.connect({ ...rackspace, region: "DFW", tenantId: projects.other });
  const endpoint = `${troveUrl}/v1.0/${projects.other}`;
  assert.deepEqual(await client.cloud(), { projectId: projects.other, region: "DFW", endpoint });
  assert.deepEqual((await client.instances.page()).items, []);
  const elsewhere = TroveClient.connect({ ...rackspace, region: "LON" });
  await assert.rejects(elsewhere, (error) => {
    assert.ok(error instanceof EndpointError);
    assert.match(error.message, /"DFW", "ORD": choose one\. Give region to TroveClient\.connect\.$/);
    return true;
  });
  const other = TroveClient.connect({ ...rackspace, region: "DFW", tenantId: "1100" });
  await assert.rejects(other, /for the account with the id 1100 \(401: Tenant with Name\/Id: '1100' is not valid/);
});

test("renews an expired Rackspace token", async (t) => {
  const { rackspace, requests } = await start(t, { tokenSeconds: 2 });
  const client = await TroveClient.connect({ ...rackspace, region: "DFW" });
  const logins = () => requests.filter(({ path }) => path === "/v2.0/tokens").length;
  assert.equal(logins(), 1);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await client.limits.get();
  assert.equal(logins(), 2);
});

test("names missing credentials by the properties of a script", async () => {
  const place = places["an object"];
  const incomplete = place?.({ authUrl: "http://127.0.0.1:1", userName: "demo", projectName: "demo" });
  await assert.rejects(incomplete ?? Promise.resolve(), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /^The object given to TroveClient.connect does not set the password/);
    assert.doesNotMatch(error.message, /ulumi/);
    return true;
  });
});

test("a failed login has the status, message and request id of the service", async (t) => {
  const { authUrl, faults } = await start(t);
  const body = { error: { code: 503, title: "Service Unavailable", message: "Keystone is being upgraded." } };
  // Longer than a login is repeated for.
  const headers = { "x-openstack-request-id": "req-down", "retry-after": "600" };
  faults.add({ service: "keystone", effect: { type: "status", status: 503, body, headers } });
  const login = { authUrl, userName: "demo", password: "demo-password", projectName: "demo", region: "RegionOne" };
  await assert.rejects(TroveClient.connect(login), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.code, error.reason, error.sent], ["TROVE_CONNECTION", "HTTP_503", "no"]);
    assert.equal(
      error.message,
      `The identity service at ${authUrl}/auth/tokens answered 503 Service Unavailable (request id req-down): ` +
        "Keystone is being upgraded. Try again; if it happens again, ask the cloud's operator.",
    );
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
