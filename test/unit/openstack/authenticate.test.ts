import assert from "node:assert/strict";
import { test } from "node:test";
import { createHttp } from "../../../provider/http/create-http.ts";
import { ConnectionError } from "../../../provider/http/errors/connection-error.ts";
import { authenticate } from "../../../provider/openstack/authenticate.ts";
import type { AuthMethod } from "../../../provider/openstack/credentials.ts";
import { AuthError } from "../../../provider/openstack/errors/auth-error.ts";
import { jumpingClock } from "../http/jumping-clock.ts";
import { closedPort, json } from "../http/serve.ts";
import { answerLogin, startCloud, tokenBody } from "./keystone.ts";

const http = () => createHttp({ clock: jumpingClock(), userAgent: "test", retry: { attempts: 2 } });

const bodies: [string, AuthMethod, object][] = [
  [
    "a password for a project by name",
    {
      type: "password",
      user: { name: "demo", domain: { id: "default" } },
      password: "pw",
      scope: { project: { name: "web", domain: { name: "Corp" } } },
    },
    {
      identity: {
        methods: ["password"],
        password: { user: { name: "demo", domain: { id: "default" }, password: "pw" } },
      },
      scope: { project: { name: "web", domain: { name: "Corp" } } },
    },
  ],
  [
    "a password by ids",
    { type: "password", user: { id: "u1" }, password: "pw", scope: { project: { id: "p1" } } },
    {
      identity: { methods: ["password"], password: { user: { id: "u1", password: "pw" } } },
      scope: { project: { id: "p1" } },
    },
  ],
  [
    "a token for another project",
    { type: "token", token: "tok", scope: { project: { id: "p1" } } },
    { identity: { methods: ["token"], token: { id: "tok" } }, scope: { project: { id: "p1" } } },
  ],
  [
    "an application credential by id, without a scope",
    { type: "applicationCredential", id: "ac", secret: "s" },
    { identity: { methods: ["application_credential"], application_credential: { id: "ac", secret: "s" } } },
  ],
  [
    "an application credential by name",
    { type: "applicationCredential", name: "ci", user: { name: "demo", domain: { id: "default" } }, secret: "s" },
    {
      identity: {
        methods: ["application_credential"],
        application_credential: { name: "ci", user: { name: "demo", domain: { id: "default" } }, secret: "s" },
      },
    },
  ],
];

for (const [name, auth, body] of bodies) {
  test(`${name} is sent as Keystone wants it`, async (t) => {
    const cloud = await startCloud(t);
    const token = await authenticate({ ...cloud.credentials, auth }, http());
    assert.deepEqual(JSON.parse(cloud.requests[0]?.body ?? ""), { auth: body });
    assert.deepEqual([token.id, token.projectId], ["token-1", "p1"]);
    assert.equal(token.catalog[0]?.endpoints[0]?.url, `${cloud.url}/v1.0/p1`);
    assert.ok(Math.abs(token.lifeMs - 3_600_000) <= 2000);
  });
}

test("the authentication URL may name the version, end in a slash, or neither", async (t) => {
  const cloud = await startCloud(t);
  for (const end of ["", "/", "/v3", "/v3/", "/v2.0"]) {
    await authenticate({ ...cloud.credentials, authUrl: `${cloud.url}/identity${end}` }, http());
  }
  assert.deepEqual([...new Set(cloud.requests.map(({ path }) => path))], ["/identity/v3/auth/tokens"]);
});

test("a token without a project is used as it is", async (t) => {
  const cloud = await startCloud(t, {
    login: (request, response) => {
      assert.equal(request.method, "GET");
      assert.equal(request.headers["x-subject-token"], "mine");
      json(response, 200, tokenBody(cloud.url));
      return true;
    },
  });
  const token = await authenticate(
    { ...cloud.credentials, auth: { type: "token", token: "mine", scope: undefined } },
    http(),
  );
  assert.deepEqual([token.id, token.projectId], ["mine", "p1"]);
});

test("a refusal says who, where, what Keystone said and what to do, without the password", async (t) => {
  const cloud = await startCloud(t, {
    login: (_, response) => {
      const body = {
        error: { code: 401, title: "Unauthorized", message: "The request you have made requires authentication." },
      };
      json(response, 401, body, { "x-openstack-request-id": "req-9" });
      return true;
    },
  });
  await assert.rejects(authenticate(cloud.credentials, http()), (error) => {
    assert.ok(error instanceof AuthError);
    assert.equal(
      error.message,
      `Keystone at ${cloud.url}/identity/v3/auth/tokens refuses user "demo" (domain id "default") for project "web" ` +
        '(domain "Corp") (401: The request you have made requires authentication, request id req-9). The login comes ' +
        "from: The environment (OS_*). Check the user, the password, their domain, and that the user has a role in the project.",
    );
    assert.deepEqual([error.code, error.status], ["TROVE_AUTH", 401]);
    return true;
  });
});

test("a login without a project is refused", async (t) => {
  const cloud = await startCloud(t, {
    login: (_, response) => {
      json(response, 201, { token: { expires_at: "2030-01-01T00:00:00Z" } }, { "x-subject-token": "x" });
      return true;
    },
  });
  await assert.rejects(authenticate(cloud.credentials, http()), {
    code: "TROVE_AUTH",
    message: /belongs to no project/,
  });
});

test("an address that is not Keystone's is named", async (t) => {
  const login = (body: object, status: number) => startCloud(t, { login: answerLogin(status, body) });
  await assert.rejects(authenticate((await login({}, 200)).credentials, http()), /does not answer as Keystone v3 does/);
  await assert.rejects(
    authenticate((await login({}, 404)).credentials, http()),
    /is not there \(404\). Check the auth/,
  );
});

test("a Keystone that does not work at present is no refusal, and nothing was sent to Trove", async (t) => {
  const cloud = await startCloud(t, { login: answerLogin(503, {}) });
  await assert.rejects(authenticate(cloud.credentials, http()), {
    name: "ConnectionError",
    reason: "HTTP_503",
    sent: "no",
  });
  const gone = { ...cloud.credentials, authUrl: `http://127.0.0.1:${await closedPort()}` };
  await assert.rejects(authenticate(gone, http()), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.reason, error.sent], ["ECONNREFUSED", "no"]);
    return true;
  });
});
