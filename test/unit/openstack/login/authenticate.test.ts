import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createHttp } from "../../../../provider/http/create-http.ts";
import { ConnectionError } from "../../../../provider/http/errors/connection-error.ts";
import type { Http } from "../../../../provider/http/http.ts";
import type { AuthMethod, Origin } from "../../../../provider/openstack/credentials.ts";
import { AuthError } from "../../../../provider/openstack/errors/auth-error.ts";
import { authenticate } from "../../../../provider/openstack/login/authenticate.ts";
import { isUnreachable } from "../../../../provider/resources/cloud-lookups.ts";
import { isOutcomeUnknown } from "../../../../provider/trove/errors/outcome-unknown.ts";

import { isTransient } from "../../../../provider/wait/is-transient.ts";
import { jumpingClock } from "../../http/rates/jumping-clock.ts";
import { closedPort, json } from "../../http/serve.ts";
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

test("a refused login names the user, the URL, Keystone's message and the advice", async (t) => {
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
        "from: The environment (OS_*). Check the user, the password, their domain, and that the user has a role in the project. " +
        "The password is set by trove:password or OS_PASSWORD.",
    );
    assert.deepEqual([error.code, error.status], ["TROVE_AUTH", 401]);
    return true;
  });
});

test("a refusal of what Pulumi has stored names the way to the credentials of today", async (t) => {
  const cloud = await startCloud(t, { login: answerLogin(401, { error: { code: 401, message: "No." } }) });
  const refusal = async (origin?: Origin) => {
    const error = await authenticate({ ...cloud.credentials, origin }, http()).catch((reason: unknown) => reason);
    assert.ok(error instanceof AuthError);
    return error.message.split(/The password is set by .*?\.(?= |$)/)[1];
  };
  const plain = "A plain `pulumi refresh` or `pulumi destroy` uses";
  const next = "after a change add `--run-program`, or run `pulumi up` first.";
  assert.equal(
    await refusal({ explicit: true, stored: true }),
    ` ${plain} the TroveProvider's arguments as the stack has stored them: ${next}`,
  );
  assert.equal(await refusal({ stored: true }), ` ${plain} Pulumi's configuration as the stack has stored it: ${next}`);
  for (const origin of [undefined, { explicit: true }, { explicit: true, script: true, stored: false }]) {
    assert.equal(await refusal(origin), "");
  }
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
    message:
      /has no project, but Trove needs one\. Set trove:projectName or trove:projectId in .*, or OS_PROJECT_NAME or OS_PROJECT_ID\.$/,
  });
});

test("an address that is not Keystone's is named", async (t) => {
  const login = (body: object, status: number) => startCloud(t, { login: answerLogin(status, body) });
  await assert.rejects(authenticate((await login({}, 200)).credentials, http()), /does not answer as Keystone v3 does/);
  await assert.rejects(
    authenticate((await login({}, 404)).credentials, http()),
    /does not exist \(404\). Check the auth/,
  );
});

test("a Keystone that fails is a connection error, not a refused login", async (t) => {
  const cloud = await startCloud(t, { login: answerLogin(503, {}) });
  await assert.rejects(authenticate(cloud.credentials, http()), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.code, error.reason, error.sent], ["TROVE_CONNECTION", "HTTP_503", "no"]);
    assert.ok(isTransient(error) && !isOutcomeUnknown(error) && isUnreachable(error));
    return true;
  });
  const gone = { ...cloud.credentials, authUrl: `http://127.0.0.1:${await closedPort()}` };
  await assert.rejects(authenticate(gone, http()), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.reason, error.sent], ["ECONNREFUSED", "no"]);
    return true;
  });
});

const gateway = (status: number, text: string) => `<html><head><title>${status} ${text}</title></head></html>`;
const outages: [status: number, body: unknown, says: string][] = [
  [
    500,
    { error: { code: 500, title: "x", message: "An unexpected error.\n" } },
    " Internal Server Error{id}: An unexpected error",
  ],
  [503, gateway(503, "Service Unavailable"), " Service Unavailable{id}"],
  [502, gateway(502, "upstream is away"), " Bad Gateway{id}: 502 upstream is away"],
  [504, "stream timeout\nat 10.0.0.1", " Gateway Timeout{id}: stream timeout"],
  [429, { message: "API rate limit exceeded" }, " Too Many Requests{id}: API rate limit exceeded"],
  [413, { overLimit: { code: 413, message: "Slow down." } }, " Payload Too Large{id}: Slow down"],
  [408, undefined, " Request Timeout{id}"],
  [500, { error: { message: "no canary-password here" } }, " Internal Server Error{id}: no *** here"],
  [599, "", "{id}"],
];

for (const [status, body, says] of outages) {
  test(`${status} of the identity service with ${JSON.stringify(body)} is reported as it is`, async (t) => {
    const cloud = await startCloud(t, {
      login: (_, response) => {
        response.writeHead(status, { "x-openstack-request-id": "req-7" });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
        return true;
      },
    });
    const first = status === 413 || status === 429 ? "Wait a minute first. " : "";
    await assert.rejects(authenticate(cloud.credentials, http()), (error) => {
      assert.ok(error instanceof ConnectionError);
      assert.equal(
        error.message,
        `The identity service at ${cloud.url}/identity/v3/auth/tokens answered ${status}` +
          `${says.replace("{id}", " (request id req-7)")}. ${first}Try again; if it happens again, ask the cloud's operator.`,
      );
      assert.deepEqual([error.code, error.reason, error.sent], ["TROVE_CONNECTION", `HTTP_${status}`, "no"]);
      assert.ok(error.stack?.startsWith(`ConnectionError: ${error.message}\n`), error.stack);
      assert.doesNotMatch(inspect(error, { showHidden: true }), /no connection|canary/);
      return true;
    });
  });
}

test("truncates a long message of Keystone", async (t) => {
  const body = { error: { message: "x".repeat(5000) } };
  const cloud = await startCloud(t, { login: answerLogin(500, body) });
  await assert.rejects(authenticate(cloud.credentials, http()), /: x{300}…\. Try again;/);
});

test("a login without an answer is no lack of a connection", async (t) => {
  const cloud = await startCloud(t, { login: () => true });
  const impatient: Http = { request: (request) => http().request({ ...request, timeoutMs: 100 }) };
  await assert.rejects(authenticate(cloud.credentials, impatient), {
    code: "TROVE_CONNECTION",
    sent: "no",
    message:
      `The identity service at ${cloud.url}/identity/v3/auth/tokens did not answer within 0.1 s. ` +
      "Try again; if it happens again, ask the cloud's operator.",
  });
});
