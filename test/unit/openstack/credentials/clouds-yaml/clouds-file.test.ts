import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveCredentials } from "../../../../../provider/openstack/resolve-credentials.ts";
import { type Given, givenSources } from "../given-sources.ts";

const cloud = (name: string) => `auth: { auth_url: "http://${name}/v3", username: u, password: pw, project_name: p }`;
const one = (name: string) => `clouds: { ${name}: { ${cloud(name)} } }`;

test("the program's folder comes before the person's, and YAML before JSON", async (t) => {
  const json = (name: string) =>
    JSON.stringify({ clouds: { [name]: { auth: { auth_url: `http://${name}`, token: "t" } } } });
  const files = { "clouds.yaml": one("a"), "clouds.json": json("b"), "home/.config/openstack/clouds.yaml": one("c") };
  assert.equal((await resolveCredentials(await givenSources(t, { files }))).authUrl, "http://a/v3");
  const { "clouds.yaml": _, ...withJson } = files;
  assert.equal((await resolveCredentials(await givenSources(t, { files: withJson }))).authUrl, "http://b");
  const { "clouds.json": __, ...atHome } = withJson;
  const found = await resolveCredentials(await givenSources(t, { files: atHome }));
  assert.deepEqual([found.authUrl, found.source], ["http://c/v3", 'Cloud "c" of ~/.config/openstack/clouds.yaml']);
});

test("XDG_CONFIG_HOME and OS_CLIENT_CONFIG_FILE say where the file is", async (t) => {
  const files = { "xdg/openstack/clouds.yml": one("x"), "mine.yaml": one("m") };
  const sources = await givenSources(t, { files });
  const env = { XDG_CONFIG_HOME: `${sources.cwd}/xdg` };
  assert.equal((await resolveCredentials({ ...sources, env })).authUrl, "http://x/v3");
  const named = { ...env, OS_CLIENT_CONFIG_FILE: "mine.yaml" };
  assert.equal((await resolveCredentials({ ...sources, env: named })).authUrl, "http://m/v3");
  const gone = resolveCredentials({ ...sources, env: { OS_CLIENT_CONFIG_FILE: "gone.yaml" } });
  await assert.rejects(gone, /OS_CLIENT_CONFIG_FILE names .*gone\.yaml, which does not exist/);
});

test("secure.yaml is laid over clouds.yaml", async (t) => {
  const files = {
    "clouds.yaml": 'clouds: { a: { auth: { auth_url: "http://a", username: u, project_name: p } } }',
    "secure.yaml": "clouds: { a: { auth: { password: secret } } }",
  };
  const { auth } = await resolveCredentials(await givenSources(t, { files }));
  assert.ok(auth.type === "password" && auth.password === "secret");
  const elsewhere = { "clouds.yaml": files["clouds.yaml"], "s.yaml": files["secure.yaml"] };
  const sources = await givenSources(t, { files: elsewhere, env: { OS_CLIENT_SECURE_FILE: "s.yaml" } });
  assert.equal((await resolveCredentials(sources)).auth.type, "password");
});

test("a cloud takes what it does not say from its profile", async (t) => {
  const files = {
    "clouds.yaml": "clouds: { a: { profile: vendor, auth: { token: t }, region_name: Mine } }",
    "clouds-public.yaml":
      'public-clouds: { vendor: { auth: { auth_url: "http://vendor" }, region_name: R, interface: internal } }',
  };
  const found = await resolveCredentials(await givenSources(t, { files }));
  assert.deepEqual([found.authUrl, found.region, found.interface], ["http://vendor", "Mine", "internal"]);
  const other = { ...files, "clouds.yaml": "clouds: { a: { profile: nobody } }" };
  await assert.rejects(
    resolveCredentials(await givenSources(t, { files: other })),
    /the profile "nobody", but .*has "vendor"/,
  );
});

test("one of several regions is chosen, and its values count", async (t) => {
  const regions = "regions: [ One, { name: Two, values: { database_endpoint_override: 'http://two' } } ]";
  const files = { "clouds.yaml": `clouds: { a: { ${cloud("a")}, ${regions} } }` };
  const none = resolveCredentials(await givenSources(t, { files }));
  await assert.rejects(
    none,
    /has the regions "One", "Two": choose one\. Set trove:region in Pulumi's configuration, or OS_REGION_NAME\.$/,
  );
  const two = await resolveCredentials(await givenSources(t, { files, env: { OS_REGION_NAME: "Two" } }));
  assert.deepEqual([two.region, two.databaseEndpoint], ["Two", "http://two"]);
  const sources = await givenSources(t, { files, trove: { region: "Three" } });
  await assert.rejects(
    resolveCredentials(sources),
    /no region "Three". It has "One", "Two": choose one\. Set trove:reg/,
  );
});

test("does not advise to set a region that the environment cannot set", async (t) => {
  const files = { "clouds.yaml": `clouds: { a: { ${cloud("a")}, regions: [ One, Two ] } }` };
  const explicit = { files, explicit: true, trove: { cloud: "a" }, env: { OS_REGION_NAME: "One" } };
  const told = async (given: Given, next: string) => {
    const message = new RegExp(`has the regions "One", "Two": choose one\\. ${next}\\.$`);
    await assert.rejects(resolveCredentials(await givenSources(t, given)), { code: "TROVE_CONFIG", message });
  };
  await told(explicit, "Give region to the TroveProvider");
  await told({ ...explicit, script: true }, "Give region to TroveClient\\.connect");
  await told({ files, script: true }, "Set OS_REGION_NAME, or give TroveClient\\.connect the cloud with region");
  const given = { ...explicit, trove: { cloud: "a", region: "One" } };
  assert.equal((await resolveCredentials(await givenSources(t, given))).region, "One");
});

test("a single region needs no choice", async (t) => {
  const files = { "clouds.yaml": `clouds: { a: { ${cloud("a")}, regions: [ One ] } }` };
  assert.equal((await resolveCredentials(await givenSources(t, { files }))).region, "One");
});

test("reads keys with dashes, values beside auth, and auth_type", async (t) => {
  const entry = "auth-type: v3applicationcredential, auth-url: 'http://a', cacert: none.pem, verify: 'yes'";
  const auth = "auth: { application-credential-id: i, application_credential_secret: 1234 }";
  const files = { "clouds.yaml": `clouds: { a: { ${entry}, ${auth} } }` };
  const found = resolveCredentials(
    await givenSources(t, { files, trove: { cacertFile: "-----BEGIN CERTIFICATE-----" } }),
  );
  const { auth: method, tls } = await found;
  assert.deepEqual(method, { type: "applicationCredential", id: "i", secret: "1234" });
  assert.equal(tls.insecure, false);
});

test("digits stay text, and null is nothing", async (t) => {
  const auth =
    "auth: { auth_url: 'http://a', user_id: 0012, password: 1e3, project_id: 12345678901234567890e12, user_domain_id: null }";
  const found = await resolveCredentials(
    await givenSources(t, { files: { "clouds.yaml": `clouds: { a: { ${auth} } }` } }),
  );
  const scope = { project: { id: "12345678901234567890e12" } };
  assert.deepEqual(found.auth, { type: "password", user: { id: "0012" }, password: "1e3", scope });
});

test("an unknown cloud says which there are", async (t) => {
  const env = { OS_CLOUD: "toString" };
  const sources = await givenSources(t, { env, files: { "clouds.yaml": "clouds: { one: {}, two: {} }" } });
  await assert.rejects(resolveCredentials(sources), /clouds\.yaml has no cloud "toString". It has "one", "two"/);
});

test("a cloud without clouds.yaml is an error that names the folders", async (t) => {
  const sources = await givenSources(t, { env: { OS_CLOUD: "demo" } });
  await assert.rejects(resolveCredentials(sources), {
    code: "TROVE_CONFIG",
    message:
      `The cloud "demo" is chosen, but there is no clouds.yaml. Looked in ${sources.cwd}, ` +
      "~/.config/openstack, /etc/openstack. Create it in one of them, or name it with OS_CLIENT_CONFIG_FILE.",
  });
});

test("what a cloud lacks is to be completed where it counts, not in the environment", async (t) => {
  const files = { "clouds.yaml": 'clouds: { a: { auth: { auth_url: "http://a", username: u, project_name: p } } }' };
  const told = async (given: Given, next: RegExp) =>
    assert.rejects(resolveCredentials(await givenSources(t, { files, ...given })), next);
  const env = { OS_CLOUD: "a", OS_PASSWORD: "pw" };
  await told({ env }, /\. Set trove:password in Pulumi's configuration, or complete the cloud in clouds\.yaml\.$/);
  await told(
    { env, script: true },
    /\. Complete the cloud in clouds\.yaml, or give TroveClient\.connect the cloud with password\.$/,
  );
});

test("a syntax error is given by line and column, without the line", async (t) => {
  const files = { "clouds.yaml": "clouds:\n  a:\n    password: canary\n   bad: [\n" };
  await assert.rejects(resolveCredentials(await givenSources(t, { files })), (error: Error & { code: string }) => {
    assert.equal(error.code, "TROVE_CONFIG");
    assert.match(error.message, /clouds\.yaml is not valid YAML, at line \d+, column \d+ \(\w+\)/);
    assert.ok(!error.message.includes("canary"));
    return true;
  });
});

test("a file whose shape is wrong is named", async (t) => {
  const broken = {
    "- a": /must hold a mapping/,
    "clouds: [a]": /clouds must be an object, not a list/,
    "clouds: { a: 1 }": /"a" must be an object/,
  };
  for (const [text, message] of Object.entries(broken)) {
    const sources = await givenSources(t, { files: { "clouds.yaml": text }, env: { OS_CLOUD: "a" } });
    await assert.rejects(resolveCredentials(sources), { code: "TROVE_CONFIG", message });
  }
});
