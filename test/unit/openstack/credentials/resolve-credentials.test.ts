import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError } from "../../../../provider/openstack/errors/config-error.ts";
import { resolveCredentials } from "../../../../provider/openstack/resolve-credentials.ts";
import { type Given, givenSources } from "./given-sources.ts";

const password = { authUrl: "http://k/v3", userName: "demo", password: "pw", tenantName: "web" };
const openrc = {
  OS_AUTH_URL: "http://env/v3",
  OS_USERNAME: "env",
  OS_PASSWORD: "env-pw",
  OS_PROJECT_NAME: "env-project",
};
const clouds = `
clouds:
  demo:
    auth: { auth_url: "http://demo/v3", username: demo, password: demo-pw, project_name: web }
    region_name: One
    interface: internal
    verify: false
`;

test("pulumi-openstack's configuration is taken as it is", async (t) => {
  const sources = await givenSources(t, {
    openstack: { ...password, region: "One", endpointType: "internalURL", insecure: "true" },
  });
  assert.deepEqual(await resolveCredentials(sources), {
    authUrl: "http://k/v3",
    auth: {
      type: "password",
      user: { name: "demo", domain: { id: "default" } },
      password: "pw",
      scope: { project: { name: "web", domain: { id: "default" } } },
    },
    region: "One",
    interface: "internal",
    databaseEndpoint: undefined,
    tls: { insecure: true, ca: undefined, cert: undefined, key: undefined },
    source: "Pulumi config",
    origin: { explicit: false, script: false, stored: true },
  });
});

test("marks a login as stored by Pulumi, unless a script gave it", async (t) => {
  const stored = async (given: Given) =>
    (await resolveCredentials(await givenSources(t, { files: { "clouds.yaml": clouds }, ...given }))).origin?.stored;
  const { password: proof, ...rest } = password;
  assert.equal(await stored({ trove: password, explicit: true }), true);
  assert.equal(await stored({ openstack: rest, env: { OS_PASSWORD: proof } }), true);
  assert.equal(await stored({ trove: { cloud: "demo", password: proof }, explicit: true }), true);
  assert.equal(await stored({ trove: { cloud: "demo", region: "R" }, explicit: true }), false);
  assert.equal(await stored({ env: openrc }), false);
  assert.equal(await stored({ trove: password, explicit: true, script: true }), false);
});

test("trove: comes before openstack:, and another kind of name drops the weaker one", async (t) => {
  const trove = { userId: "u1", projectId: "p1", region: "Two" };
  const found = await resolveCredentials(await givenSources(t, { openstack: { ...password, region: "One" }, trove }));
  const scope = { project: { id: "p1" } };
  assert.deepEqual(found.auth, { type: "password", user: { id: "u1" }, password: "pw", scope });
  assert.equal(found.region, "Two");
});

test("an application credential needs only id and secret", async (t) => {
  const trove = { authUrl: "http://k", applicationCredentialId: "ac", applicationCredentialSecret: "s" };
  const found = await resolveCredentials(await givenSources(t, { trove, openstack: password, env: openrc }));
  assert.deepEqual(found.auth, { type: "applicationCredential", id: "ac", secret: "s" });
  assert.equal(found.authUrl, "http://k");
});

test("an application credential by name belongs to a user", async (t) => {
  const trove = { authUrl: "http://k", applicationCredentialName: "ci", applicationCredentialSecret: "s" };
  const userless = resolveCredentials(await givenSources(t, { trove }));
  await assert.rejects(userless, /does not set the user, to whom the application credential "ci" belongs/);
  const found = await resolveCredentials(
    await givenSources(t, { trove: { ...trove, userName: "demo", userDomainName: "Corp" } }),
  );
  const user = { name: "demo", domain: { name: "Corp" } };
  assert.deepEqual(found.auth, { type: "applicationCredential", name: "ci", user, secret: "s" });
});

test("a token needs no project", async (t) => {
  const found = await resolveCredentials(await givenSources(t, { env: { OS_AUTH_URL: "http://k", OS_TOKEN: "tok" } }));
  assert.deepEqual(found.auth, { type: "token", token: "tok", scope: undefined });
});

test("the environment serves with every name of an openrc file", async (t) => {
  const env = {
    ...openrc,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_ID: "",
    OS_DEFAULT_DOMAIN: "corp",
    OS_INTERFACE: "admin",
  };
  const found = await resolveCredentials(await givenSources(t, { env }));
  assert.deepEqual(found.auth, {
    type: "password",
    user: { name: "env", domain: { name: "Default" } },
    password: "env-pw",
    scope: { project: { name: "env-project", domain: { id: "corp" } } },
  });
  assert.equal(found.interface, "admin");
  assert.equal(found.source, "The environment (OS_*)");
});

test("a secret in the environment completes the configuration", async (t) => {
  const { password: _, ...config } = password;
  const found = await resolveCredentials(
    await givenSources(t, { openstack: config, env: { OS_PASSWORD: "from-env" } }),
  );
  assert.ok(found.auth.type === "password" && found.auth.password === "from-env");
  assert.equal(found.source, "Pulumi config over the environment (OS_*)");
});

test("a domain for all names counts before the default, and a name's own before both", async (t) => {
  const config = { ...password, domainName: "Corp", projectDomainId: "d2", defaultDomain: "d3" };
  const found = await resolveCredentials(await givenSources(t, { openstack: config }));
  assert.ok(found.auth.type === "password");
  assert.deepEqual(found.auth.user, { name: "demo", domain: { name: "Corp" } });
  assert.deepEqual(found.auth.scope, { project: { name: "web", domain: { id: "d2" } } });
});

test("a named cloud replaces the environment, except for region and interface", async (t) => {
  const env = { ...openrc, OS_CLOUD: "demo", OS_REGION_NAME: "Two", OS_INTERFACE: "public" };
  const found = await resolveCredentials(await givenSources(t, { env, files: { "clouds.yaml": clouds } }));
  assert.ok(found.auth.type === "password" && found.auth.password === "demo-pw");
  assert.deepEqual(
    [found.authUrl, found.region, found.interface, found.tls.insecure],
    ["http://demo/v3", "Two", "public", true],
  );
  assert.match(found.source, /^Cloud "demo" of .*clouds\.yaml$/);
});

test("the configuration overrides OS_CLOUD, and the values of its cloud", async (t) => {
  const env = { OS_CLOUD: "nowhere" };
  const given = { trove: { cloud: "demo", region: "Three", insecure: false }, env, files: { "clouds.yaml": clouds } };
  const found = await resolveCredentials(await givenSources(t, given));
  assert.deepEqual([found.authUrl, found.region, found.tls.insecure], ["http://demo/v3", "Three", false]);
  assert.match(found.source, /^Pulumi config over cloud "demo" of /i);
});

test("OS_CLOUD is not mixed into a configuration that is a whole login", async (t) => {
  const given = { openstack: password, env: { OS_CLOUD: "demo" }, files: { "clouds.yaml": clouds } };
  const found = await resolveCredentials(await givenSources(t, given));
  assert.deepEqual([found.authUrl, found.region, found.tls.insecure], ["http://k/v3", undefined, false]);
});

test("the only cloud of the file serves when nothing else is said", async (t) => {
  const found = await resolveCredentials(await givenSources(t, { files: { "clouds.yaml": clouds } }));
  assert.equal(found.authUrl, "http://demo/v3");
});

test("several clouds and none chosen is an error that lists them", async (t) => {
  const files = { "clouds.yaml": "clouds: { one: {}, two: {} }" };
  const found = resolveCredentials(await givenSources(t, { files }));
  await assert.rejects(found, {
    code: "TROVE_CONFIG",
    missing: false,
    message: /has the clouds "one", "two": choose one with trove:cloud or OS_CLOUD/,
  });
});

test("without any credentials, the error says where it looked", async (t) => {
  await assert.rejects(resolveCredentials(await givenSources(t, {})), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.missing, true);
    for (const word of [
      "trove:authUrl",
      "OS_CLOUD",
      "OS_AUTH_URL",
      "clouds.yaml",
      "~/.config/openstack",
      "/etc/openstack",
    ]) {
      assert.ok(error.message.includes(word), word);
    }
    return true;
  });
});

test("an explicit provider takes nothing from the environment but its cloud's file", async (t) => {
  const given = { explicit: true, env: { ...openrc, OS_REGION_NAME: "Two" }, files: { "clouds.yaml": clouds } };
  await assert.rejects(resolveCredentials(await givenSources(t, given)), {
    missing: true,
    message: /TroveProvider was given no/,
  });
  const named = await resolveCredentials(await givenSources(t, { ...given, trove: { cloud: "demo" } }));
  assert.deepEqual([named.authUrl, named.region, named.interface], ["http://demo/v3", "One", "internal"]);
  const partial = await givenSources(t, { ...given, trove: { authUrl: "http://k", userName: "x", tenantName: "y" } });
  await assert.rejects(
    resolveCredentials(partial),
    /The explicit TroveProvider does not set the password .*\. Give password to the TroveProvider\.$/,
  );
});

const refused: [string, Record<string, unknown>, RegExp][] = [
  [
    "a password and an application credential together",
    { ...password, applicationCredentialId: "a", applicationCredentialSecret: "s" },
    /has a password and an application credential: remove all but one, or choose one with authType/,
  ],
  ["a password and a token together", { ...password, token: "t" }, /has a password and a token/],
  [
    "an unknown authType",
    { ...password, authType: "v2password" },
    /authType "v2password".*Known are password, v3password, token, v3token, v3applicationcredential/,
  ],
  ["the authType of every object", { ...password, authType: "constructor" }, /authType "constructor".*Known are/],
  ["no API key", { ...password, authType: "rackspace" }, /does not set the API key.*trove:apiKey.*OS_API_KEY/],
  ["a password and an API key together", { ...password, apiKey: "k" }, /has a password and an API key/],
  ["an API key of nobody", { authUrl: "http://k", apiKey: "k" }, /does not set the user\. Set trove:userName/],
  ["no password", { ...password, password: undefined }, /does not set the password.*trove:password.*OS_PASSWORD/],
  ["no user", { ...password, userName: undefined }, /does not set the user.*OS_USERNAME/],
  ["no project", { ...password, tenantName: undefined }, /does not set the project.*OS_PROJECT_NAME/],
  ["no URL", { ...password, authUrl: "" }, /does not set the authentication URL/],
  [
    "no secret",
    { authUrl: "http://k", applicationCredentialId: "a" },
    /does not set the secret of the application credential/,
  ],
  ["a URL that is none", { ...password, authUrl: "keystone:5000" }, /is not an http:\/\/ or https:\/\/ address/],
  ["a URL with a password", { ...password, authUrl: "http://u:canary@k" }, /contains a user name or a password/],
  [
    "an unknown interface",
    { ...password, endpointType: "private" },
    /endpointType "private".*public, internal and admin/,
  ],
  ["a boolean that is none", { ...password, insecure: "maybe" }, /trove:insecure must be true or false/],
  ["an object for text", { ...password, userName: { a: 1 } }, /trove:userName must be text, not an object/],
  [
    "overrides that are no object",
    { ...password, endpointOverrides: "{" },
    /trove:endpointOverrides must be an object, or JSON of one/,
  ],
];

for (const [what, trove, message] of refused) {
  test(`${what} is a ConfigError that says so`, async (t) => {
    await assert.rejects(resolveCredentials(await givenSources(t, { trove })), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, message);
      assert.equal(error.missing, false);
      assert.ok(!error.message.includes("canary"));
      return true;
    });
  });
}

test("authType decides between two proofs", async (t) => {
  const trove = { ...password, token: "tok", authType: "token" };
  assert.equal((await resolveCredentials(await givenSources(t, { trove }))).auth.type, "token");
});

test("an API key belongs to a user, and to an account if one is given", async (t) => {
  const trove = { authUrl: "http://k", userName: "jsmith", apiKey: "k" };
  const login = async (more: object) =>
    (await resolveCredentials(await givenSources(t, { trove: { ...trove, ...more } }))).auth;
  const expected = { type: "rackspace", userName: "jsmith", apiKey: "k" };
  assert.deepEqual(await login({}), { ...expected, account: undefined });
  assert.deepEqual(await login({ tenantId: "1100" }), { ...expected, account: { id: "1100" } });
  assert.deepEqual(await login({ projectName: "web" }), { ...expected, account: { name: "web" } });
});

test("what a script gives is named without Pulumi", async (t) => {
  const of = async (given: Given) => resolveCredentials(await givenSources(t, { ...given, script: true }));
  const { password: _, ...incomplete } = password;
  const object = "The object given to TroveClient.connect";
  await assert.rejects(of({ trove: incomplete, explicit: true }), {
    message: `${object} does not set the password (or an application credential, or a token). Give password to TroveClient.connect.`,
  });
  await assert.rejects(of({ trove: { ...password, insecure: "maybe" }, explicit: true }), {
    message: "insecure must be true or false.",
  });
  await assert.rejects(of({ env: { OS_AUTH_URL: "http://k", OS_PASSWORD: "x" } }), {
    message:
      "The environment (OS_*) does not set the user. Set OS_USERNAME or OS_USER_ID, or give TroveClient.connect the whole login with userName or userId.",
  });
  await assert.rejects(
    of({}),
    (error: Error) => /^No OpenStack credentials/.test(error.message) && !/ulumi/.test(error.message),
  );
});

test("endpointOverrides is an object or its JSON", async (t) => {
  for (const endpointOverrides of [{ database: "http://t:8779" }, '{"database":"http://t:8779","compute":"x"}']) {
    const found = await resolveCredentials(await givenSources(t, { openstack: { ...password, endpointOverrides } }));
    assert.equal(found.databaseEndpoint, "http://t:8779");
  }
});

test("certificates are read from paths, or given inline", async (t) => {
  const pem = (what: string) => `-----BEGIN ${what}-----\nAA==\n-----END ${what}-----\n`;
  const files = {
    "ca.pem": pem("CERTIFICATE"),
    "home/both.pem": pem("CERTIFICATE") + pem("PRIVATE KEY"),
    "bad.pem": "x",
  };
  const tls = async (more: object) =>
    (await resolveCredentials(await givenSources(t, { trove: { ...password, ...more }, files }))).tls;
  const both = files["home/both.pem"];
  const expected = { insecure: false, ca: files["ca.pem"], cert: both, key: both };
  assert.deepEqual(await tls({ cacertFile: "ca.pem", cert: "~/both.pem" }), expected);
  assert.equal((await tls({ cacertFile: pem("CERTIFICATE") })).ca, pem("CERTIFICATE"));
  await assert.rejects(
    tls({ cacertFile: "none.pem" }),
    /file of the CA certificate, .*none\.pem, cannot be read \(ENOENT\)/,
  );
  await assert.rejects(tls({ key: "bad.pem" }), /bad\.pem, is not a PEM file/);
});
