import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveCredentials } from "../../../../../provider/openstack/resolve-credentials.ts";
import { givenSources } from "../given-sources.ts";

/** The settings of the cloud `demo` of a clouds.yaml. */
async function demoOf(t: Parameters<typeof givenSources>[0], text: string) {
  return resolveCredentials(await givenSources(t, { files: { "clouds.yaml": text }, env: { OS_CLOUD: "demo" } }));
}

const DEFAULTS = `
defaults: &defaults
  auth: { auth_url: "http://one/v3", token: t }
  region_name: One
  interface: internal
other: &other
  region_name: Two
  interface: admin
  verify: false
`;

// What PyYAML makes of each is known from running it.
for (const [what, entry, expected] of [
  ["a mapping", "<<: *defaults", ["One", "internal", false]],
  [
    "a mapping, whose keys count less than the cloud's own",
    "region_name: Own\n    <<: *defaults",
    ["Own", "internal", false],
  ],
  ["a list, of which the first counts most", "<<: [*defaults, *other]", ["One", "internal", true]],
  ["a list in the other order", "<<: [*other, *defaults]", ["Two", "admin", true]],
  ["two merge keys, of which the last counts most", "<<: *defaults\n    <<: *other", ["Two", "admin", true]],
  ["a mapping that merges another", "<<: { <<: [*other, *defaults], region_name: Three }", ["Three", "admin", true]],
] as const) {
  test(`merges ${what}`, async (t) => {
    const found = await demoOf(t, `${DEFAULTS}\nclouds:\n  demo:\n    ${entry}\n`);
    assert.equal(found.authUrl, "http://one/v3");
    assert.deepEqual([found.region, found.interface, found.tls.insecure], expected);
  });
}

test("a cloud's own auth replaces the merged one as a whole", async (t) => {
  const text = `${DEFAULTS}\nclouds:\n  demo:\n    <<: *defaults\n    auth: { auth_url: "http://own" }\n`;
  await assert.rejects(demoOf(t, text), /does not set the password/);
});

test("merges within auth", async (t) => {
  const text = `
login: &login { username: u, password: pw, project_name: web }
clouds:
  demo:
    auth:
      <<: *login
      auth_url: http://a
      project_name: own
`;
  const { auth } = await demoOf(t, text);
  assert.deepEqual(auth.type === "password" && auth.scope, { project: { name: "own", domain: { id: "default" } } });
});

test("takes a quoted merge key for a key like any other", async (t) => {
  const text = `${DEFAULTS}\nclouds:\n  demo:\n    "<<": *defaults\n    auth: { auth_url: "http://own", token: t }\n`;
  assert.equal((await demoOf(t, text)).region, undefined);
});

for (const [what, value] of [
  ["text", "canary"],
  ["nothing", ""],
  ["a list that holds text", "[{ region_name: One }, canary]"],
] as const) {
  test(`says at which line ${what} is merged`, async (t) => {
    await assert.rejects(demoOf(t, `clouds:\n  demo:\n    <<: ${value}\n`), (error: Error & { code: string }) => {
      assert.equal(error.code, "TROVE_CONFIG");
      assert.match(error.message, /clouds\.yaml is not valid YAML, at line 3, column 5 \(BAD_MERGE\)\..*"\*defaults"/);
      assert.ok(!error.message.includes("canary"), error.message);
      return true;
    });
  });
}

test("refuses merge keys that stand for too much", async (t) => {
  const levels = Array.from({ length: 40 }, (_, level) => {
    const below = level === 0 ? "x: 1" : `<<: *m${level - 1}`;
    return `m${level}: &m${level} { l: { ${below} }, r: { ${below} } }`;
  });
  const text = `${levels.join("\n")}\nclouds: { demo: { <<: *m39, auth: { auth_url: "http://a", token: t } } }\n`;
  await assert.rejects(demoOf(t, text), { code: "TROVE_CONFIG", message: /its aliases expand too much/ });
});

test("merges the same mapping into a thousand clouds", { timeout: 10_000 }, async (t) => {
  const others = Array.from({ length: 1000 }, (_, index) => `  c${index}: { <<: *defaults, auth: *login }`);
  const text = `login: &login { auth_url: "http://a", token: t }
defaults: &defaults { region_name: One }
clouds:
${others.join("\n")}
  demo: { <<: *defaults, auth: *login }
`;
  const { authUrl, region } = await demoOf(t, text);
  assert.deepEqual([authUrl, region], ["http://a", "One"]);
});
