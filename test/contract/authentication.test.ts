import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, authenticate, CloudApi, openApi, until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";

const test = contract();
const domain = { id: "default" };
const project = (name: string) => ({ project: { name, domain } });
const login = (user: object) => ({ methods: ["password"], password: { user } });
const demoUser = { name: "demo", domain, password: "demo-password" };

interface Token {
  readonly methods: readonly string[];
  readonly expires_at: string;
  readonly project?: { readonly id: string; readonly name: string; readonly domain: object };
  readonly user: { readonly id: string; readonly name: string; readonly domain: object };
  readonly application_credential?: object;
  readonly catalog?: readonly {
    readonly type: string;
    readonly name: string;
    readonly endpoints: readonly Endpoint[];
  }[];
}
interface Endpoint {
  readonly interface: string;
  readonly region: string;
  readonly region_id: string;
  readonly url: string;
}
const tokenOf = (answer: Answer): Token => {
  assert.equal(answer.status, 201, answer.text);
  assert.ok((answer.headers.get("x-subject-token") ?? "").length > 20);
  return (answer.body as { token: Token }).token;
};

test("a password gives a project token with Trove's endpoints in every region", async ({ cloud, demo }) => {
  const token = tokenOf(await authenticate(cloud, { identity: login(demoUser), scope: project("demo") }));
  assert.deepEqual(token.methods, ["password"]);
  assert.deepEqual([token.project?.id, token.project?.name], [demo.projectId, "demo"]);
  assert.match(token.expires_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  const { endpoints = [], name } = token.catalog?.find(({ type }) => type === "database") ?? {};
  assert.equal(name, "trove");
  assert.deepEqual(
    endpoints.map((endpoint) => `${endpoint.region} ${endpoint.interface}`).sort(),
    ["RegionOne", "RegionTwo"].flatMap((region) => ["admin", "internal", "public"].map((kind) => `${region} ${kind}`)),
  );
  for (const { url, region, region_id } of endpoints) {
    assert.deepEqual([url, region], [`${cloud.troveUrl}/v1.0/${demo.projectId}`, region_id]);
  }
});

test("finds users, projects and domains by id and by name", async ({ cloud, demo }) => {
  const byName = { name: "Default" };
  const names = {
    identity: login({ ...demoUser, domain: byName }),
    scope: { project: { name: "demo", domain: byName } },
  };
  const { user } = tokenOf(await authenticate(cloud, names));
  const ids = {
    identity: login({ id: user.id, password: "demo-password" }),
    scope: { project: { id: demo.projectId } },
  };
  assert.equal(tokenOf(await authenticate(cloud, ids)).project?.name, "demo");
});

test("an unscoped token has no project and no service catalog", async ({ cloud }) => {
  const token = tokenOf(await authenticate(cloud, { identity: login(demoUser) }));
  assert.deepEqual([token.project, token.catalog], [undefined, undefined]);
});

test("any wrong credential is the same 401", async ({ cloud }) => {
  for (const [user, scope] of [
    [{ ...demoUser, password: "wrong" }, project("demo")],
    [{ ...demoUser, name: "nobody" }, project("demo")],
    [{ ...demoUser, domain: { name: "Nowhere" } }, project("demo")],
    [demoUser, project("nothing")],
    [demoUser, project("admin")],
    [demoUser, { domain }],
  ] as const) {
    const answer = await authenticate(cloud, { identity: login(user), scope });
    const message = "The request you have made requires authentication.";
    assert.equal(answer.status, 401);
    assert.deepEqual(answer.body, { error: { code: 401, message, title: "Unauthorized" } });
    assert.equal(answer.headers.get("www-authenticate"), `Keystone uri="${cloud.authUrl}"`);
  }
});

const malformed =
  " The server could not comply with the request since it is either malformed or otherwise incorrect. " +
  "The client is assumed to be in error.";

test("a name without its domain is 400", async ({ cloud }) => {
  const { domain: _, ...user } = demoUser;
  const noUserDomain = await authenticate(cloud, { identity: login(user), scope: project("demo") });
  const noProjectDomain = await authenticate(cloud, {
    identity: login(demoUser),
    scope: { project: { name: "demo" } },
  });
  assert.deepEqual([noUserDomain.status, noProjectDomain.status], [400, 400]);
  assert.equal(noUserDomain.fault?.message, `Expecting to find domain in user.${malformed}`);
  assert.equal(noProjectDomain.fault?.message, `Expecting to find domain in project.${malformed}`);
});

test("a body that is no login is 400, and its message names what is missing", async ({ cloud }) => {
  const messageOf = async (auth: unknown) => {
    const { status, fault } = await authenticate(cloud, auth);
    // Keystone's messages about its schema continue with the schema.
    return [status, fault?.message.split("\n")[0]];
  };
  const methods = (...names: string[]) => ({ identity: { ...login(demoUser), methods: names } });
  const credential = (fields: object) => ({
    identity: { methods: ["application_credential"], application_credential: fields },
  });
  const scopes = "Expecting to find system, project, domain, OS-TRUST:trust or unscoped in scope.";
  for (const [auth, message] of [
    [null, `Expecting to find auth in request body.${malformed}`],
    [{}, "'identity' is a required property"],
    [{ identity: {} }, "Invalid input for field 'identity': 'methods' is a required property"],
    [{ identity: { methods: "x" } }, "Invalid input for field 'identity/methods': 'x' is not of type 'array'"],
    [methods("password", "token"), `Expecting to find token in identity.${malformed}`],
    [{ identity: login({}) }, "Invalid input for field identity/password/user: id or name must be present."],
    [
      { identity: login({ ...demoUser, password: 5 }) },
      "Invalid input for field 'identity/password/user/password': 5 is not of type 'string'",
    ],
    [{ identity: login(demoUser), scope: {} }, `${scopes}${malformed}`],
    [{ identity: login(demoUser), scope: { ...project("demo"), domain } }, `${scopes}${malformed}`],
    [
      { identity: login(demoUser), scope: { project: {} } },
      "Invalid input for field scope/project: id or name must be present.",
    ],
    [credential({}), `Expecting to find name or ID in application credential.${malformed}`],
    [credential({ name: "pulumi" }), `Expecting to find user in application credential.${malformed}`],
  ] as const) {
    assert.deepEqual(await messageOf(auth), [400, message]);
  }
  assert.deepEqual((await messageOf(methods()))[0], 401);
});

test("a request that is no JSON is 400", async ({ cloud }) => {
  const post = async (body: string, type: string) => {
    const url = `${cloud.authUrl}/auth/tokens`;
    const response = await fetch(url, { method: "POST", body, headers: { "content-type": type } });
    return ((await response.json()) as { error: { message: string } }).error.message;
  };
  const invalid = `Expecting to find valid JSON in request body.${malformed}`;
  for (const type of ["application/json", "Application/JSON; charset=utf-8", "application/vnd.x+json"]) {
    assert.equal(await post("{", type), invalid, type);
  }
  assert.equal(await post("[]", "application/json"), invalid);
  const wrongType = `Expecting to find application/json in Content-Type header.${malformed}`;
  assert.equal(await post("{}", "text/plain"), wrongType);
  assert.equal(await post("{}", "application/jsonp"), wrongType);
});

test("a token comes without the catalog if the query has nocatalog", async ({ cloud, demo }) => {
  const url = `${cloud.authUrl}/auth/tokens`;
  const headers = { "content-type": "application/json", "x-auth-token": demo.token };
  const auth = { identity: login(demoUser), scope: project("demo") };
  for (const query of ["?nocatalog", "?nocatalog=0"]) {
    const issued = await fetch(url + query, { method: "POST", headers, body: JSON.stringify({ auth }) });
    assert.equal("catalog" in ((await issued.json()) as { token: object }).token, false);
    const shown = await fetch(url + query, { headers: { ...headers, "x-subject-token": demo.token } });
    assert.equal("catalog" in ((await shown.json()) as { token: object }).token, false);
  }
  const without = await fetch(url, { headers });
  assert.equal(without.status, 403);
});

test("a token issued from another expires with it; an invalid token is 404", async ({ cloud, demo, other }) => {
  const identity = (id: string) => ({ methods: ["token"], token: { id } });
  const first = tokenOf(await authenticate(cloud, { identity: identity(demo.token), scope: project("demo") }));
  const second = tokenOf(await authenticate(cloud, { identity: identity(demo.token), scope: project("other") }));
  assert.deepEqual([second.project?.id, second.expires_at], [other.projectId, first.expires_at]);
  assert.deepEqual([...second.methods].sort(), ["password", "token"]);
  assert.equal((await authenticate(cloud, { identity: identity("nonsense"), scope: project("demo") })).status, 404);
});

test("an application credential has its own scope and cannot request another", async ({ cloud, demo }) => {
  const id = /application_credential_id: "?(\w+)/.exec(await readFile(cloud.cloudsYaml, "utf8"))?.[1];
  const identity = (credential: object) => ({
    methods: ["application_credential"],
    application_credential: { secret: "appcred-secret", ...credential },
  });
  const named = { name: "pulumi", user: { name: "demo", domain } };
  for (const credential of [{ id }, named]) {
    const answer = await authenticate(cloud, { identity: identity(credential) });
    const token = tokenOf(answer);
    assert.deepEqual([token.methods, token.project?.id], [["application_credential"], demo.projectId]);
    assert.deepEqual(token.application_credential, { id, name: "pulumi", restricted: true });
    const api = new CloudApi(cloud.troveUrl, demo.projectId, answer.headers.get("x-subject-token") ?? "");
    assert.equal((await api.get("/instances")).status, 200);
  }
  const scoped = await authenticate(cloud, { identity: identity({ id }), scope: project("demo") });
  assert.equal(scoped.status, 401);
  assert.match(scoped.fault?.message ?? "", /Application credentials cannot request a scope\.$/);
  assert.equal((await authenticate(cloud, { identity: identity({ id, secret: "wrong" }) })).status, 401);
  const unknown = await authenticate(cloud, { identity: identity({ id: "nope" }) });
  assert.deepEqual([unknown.status, unknown.fault?.message], [404, "Could not find Application Credential: nope."]);
});

test("Keystone lists its version at its root and at /v3", async ({ cloud }) => {
  const [root, version] = [await fetch(cloud.authUrl.replace("/v3", "")), await fetch(cloud.authUrl)];
  assert.deepEqual([root.status, version.status], [300, 200]);
  const many = (await root.json()) as { versions: { values: { id: string; links: { href: string }[] }[] } };
  const one = (await version.json()) as { version: { id: string; links: { href: string }[] } };
  assert.deepEqual(many.versions.values[0]?.links, one.version.links);
  assert.match(one.version.id, /^v3\./);
  assert.equal(one.version.links[0]?.href, `${cloud.authUrl}/`);
});

const brief = contract({ tokenSeconds: 12 });

brief("a token that has expired is 401 in Keystone's shape, and a new one is taken", async ({ cloud }) => {
  const taken = () =>
    until(
      "a token that is taken before it expires",
      async () => {
        const api = await openApi(cloud);
        return { api, status: (await api.get("/limits")).status };
      },
      ({ status }) => status === 200,
    );
  const { api } = await taken();
  await sleep(13_500);
  const answer = await api.get("/limits");
  assert.deepEqual([answer.status, answer.fault?.key], [401, "error"]);
  await taken();
});
