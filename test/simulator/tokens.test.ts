import assert from "node:assert/strict";
import { test } from "node:test";
import { login, passwordClaim, request, startClient, until } from "./client.ts";

const DEMO = { project: { name: "demo", domain: { name: "Default" } } };

test("a token has its project and the endpoints of each interface and region", async () => {
  await using client = await startClient();
  const { body, status } = await login(client.simulator, passwordClaim(), DEMO);
  assert.equal(status, 201);
  assert.equal(body.token.project.id, client.simulator.projects.demo);
  const { endpoints } = body.token.catalog.find(({ type }: { type: string }) => type === "database");
  const found = endpoints.map(
    (endpoint: { interface: string; region: string }) => `${endpoint.region} ${endpoint.interface}`,
  );
  assert.deepEqual(found.toSorted(), [
    "RegionOne admin",
    "RegionOne internal",
    "RegionOne public",
    "RegionTwo admin",
    "RegionTwo internal",
    "RegionTwo public",
  ]);
  assert.equal(endpoints[0].url, `${client.simulator.troveUrl}/v1.0/${client.simulator.projects.demo}`);
});

test("any wrong credential is the same 401", async () => {
  await using client = await startClient();
  const answers = [
    await login(client.simulator, passwordClaim("wrong"), DEMO),
    await login(client.simulator, passwordClaim(), { project: { name: "none", domain: { id: "default" } } }),
    await login(client.simulator, passwordClaim(), { project: { name: "demo", domain: { id: "none" } } }),
    await login(client.simulator, passwordClaim(), { domain: { id: "default" } }),
  ];
  for (const { status, body } of answers) {
    assert.equal(status, 401);
    const message = "The request you have made requires authentication.";
    assert.deepEqual(body, { error: { code: 401, message, title: "Unauthorized" } });
  }
});

test("an application credential, by id or by name and user, has its own scope", async () => {
  await using client = await startClient();
  const { id, name, secret } = client.simulator.applicationCredential;
  const user = { name: "demo", domain: { name: "Default" } };
  const claim = (credential: unknown) => ({ methods: ["application_credential"], application_credential: credential });
  for (const credential of [
    { id, secret },
    { name, secret, user },
  ]) {
    const { status, body } = await login(client.simulator, claim(credential));
    assert.deepEqual([status, body.token?.project.id], [201, client.simulator.projects.demo]);
  }
  assert.equal((await login(client.simulator, claim({ id, secret: "wrong" }))).status, 401);
  assert.equal((await login(client.simulator, claim({ id: "none", secret }))).status, 404);
  const scoped = await login(client.simulator, claim({ id, secret }), DEMO);
  assert.match(scoped.body.error.message, /Application credentials cannot request a scope/);
});

test("a token issued from another, for another project, expires with it", async () => {
  await using client = await startClient();
  const unscoped = await login(client.simulator, passwordClaim());
  assert.equal("catalog" in unscoped.body.token, false);
  const claim = { methods: ["token"], token: { id: unscoped.token } };
  const other = await login(client.simulator, claim, { project: { id: client.simulator.projects.other } });
  assert.equal(other.body.token.project.name, "other");
  assert.deepEqual(other.body.token.methods, ["token", "password"]);
  assert.equal(other.body.token.expires_at, unscoped.body.token.expires_at);
});

test("a token that has expired is refused by Trove", async () => {
  await using client = await startClient({ tokenSeconds: 0.5 });
  await until("the token has expired", async () => (await client.send("GET", "/flavors")).status === 401);
});

test("a token gives no access to another project's path", async () => {
  await using client = await startClient();
  const url = `${client.simulator.troveUrl}/v1.0/${client.simulator.projects.other}/instances`;
  const { status, body } = await request("GET", url, undefined, client.token);
  assert.equal(status, 403);
  assert.equal(body.code, "403 Forbidden");
  assert.match(body.message, new RegExp(`User with tenant id ${client.simulator.projects.demo} cannot access`));
});

test("Keystone lists its version", async () => {
  await using client = await startClient();
  const { authUrl } = client.simulator;
  assert.equal((await request("GET", authUrl)).body.version.id, "v3.14");
  const root = await request("GET", new URL("/", authUrl).href);
  assert.deepEqual([root.status, root.body.versions.values[0].links[0].href], [300, `${authUrl}/`]);
});
