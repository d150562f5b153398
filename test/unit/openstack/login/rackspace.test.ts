import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { createHttp } from "../../../../provider/http/create-http.ts";
import type { Credentials, RackspaceLogin } from "../../../../provider/openstack/credentials.ts";
import { AuthError } from "../../../../provider/openstack/errors/auth-error.ts";
import { authenticate } from "../../../../provider/openstack/login/authenticate.ts";
import { findEndpoint } from "../../../../provider/openstack/service-catalog/find-endpoint.ts";
import { jumpingClock } from "../../http/rates/jumping-clock.ts";
import { json, serve } from "../../http/serve.ts";

const date = "Thu, 01 Jan 2026 00:00:00 GMT";
const endpoint = (region: string) => ({ region, publicURL: `https://${region}/v1.0/1100`, tenantId: "1100" });
const access = {
  token: { id: "tok", expires: "2026-01-01T01:00:00.000Z", tenant: { id: "1100", name: "1100" } },
  serviceCatalog: [
    { type: "rax:dns", endpoints: [{ publicURL: "https://dns/v1.0/1100" }] },
    { type: "rax:database", endpoints: [{ ...endpoint("DFW"), internalURL: "https://snet-dfw/v1.0/1100" }] },
  ],
};

/** Logs in at a service that gives this answer; also tells what it was sent. */
async function logIn(
  t: TestContext,
  answer: object,
  login: Partial<RackspaceLogin> = {},
  version = "/v2.0",
  status = 200,
) {
  const served = await serve(t, (_, response) => json(response, status, answer, { date }));
  const credentials: Credentials = {
    authUrl: `${served.url}${version}`,
    auth: { type: "rackspace", userName: "jsmith", apiKey: "canary", account: undefined, ...login },
    interface: "public",
    tls: { insecure: false },
    source: "the test",
  };
  const http = createHttp({ clock: jumpingClock(), userAgent: "test", retry: { attempts: 1 } });
  const token = authenticate(credentials, http);
  await token.catch(() => undefined);
  return { token, request: served.requests[0] };
}

test("an API key is sent as Rackspace wants it, with the account if one is given", async (t) => {
  const key = { username: "jsmith", apiKey: "canary" };
  const sent = async (account: RackspaceLogin["account"]) =>
    JSON.parse((await logIn(t, { access }, { account })).request?.body ?? "");
  assert.deepEqual(await sent(undefined), { auth: { "RAX-KSKEY:apiKeyCredentials": key } });
  assert.deepEqual(await sent({ id: "1100" }), { auth: { "RAX-KSKEY:apiKeyCredentials": key, tenantId: "1100" } });
  assert.deepEqual(await sent({ name: "web" }), { auth: { "RAX-KSKEY:apiKeyCredentials": key, tenantName: "web" } });
});

test("the address may name the version, or not", async (t) => {
  for (const version of ["", "/", "/v2.0", "/v2.0/"]) {
    assert.equal((await logIn(t, { access }, {}, version)).request?.path, "/v2.0/tokens");
  }
});

test("the token's life ends when it expires, by the server's clock", async (t) => {
  const token = await (await logIn(t, { access })).token;
  assert.deepEqual([token.id, token.projectId, token.lifeMs], ["tok", "1100", 3_600_000]);
});

test("the endpoint is that of rax:database in the region, inside or outside", async (t) => {
  const token = await (await logIn(t, { access })).token;
  const found = { projectId: "1100", region: "DFW", endpoint: "https://DFW/v1.0/1100" };
  assert.deepEqual(findEndpoint(token, { interface: "public" }), found);
  const inside = findEndpoint(token, { interface: "internal", region: "DFW" });
  assert.equal(inside.endpoint, "https://snet-dfw/v1.0/1100");
});

test("what is no answer of Rackspace's identity service, or of no account, is refused", async (t) => {
  const refused = async (answer: object, message: RegExp, status = 200) => {
    const { token } = await logIn(t, answer, {}, "/v2.0", status);
    await assert.rejects(token, (error) => {
      assert.ok(error instanceof AuthError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /canary/);
      return true;
    });
  };
  await refused({}, /does not answer as Rackspace's identity service does/);
  await refused(
    { access: { token: { ...access.token, tenant: undefined } } },
    /has no account\. Give the account number\. Set trove:pr/,
  );
  await refused({}, /does not exist \(404\).*Rackspace's identity service, version 2.0/, 404);
  await refused(
    { unauthorized: { message: "Wrong." } },
    /Rackspace at .* \(401: Wrong\).*the user name and the API key/,
    401,
  );
});
