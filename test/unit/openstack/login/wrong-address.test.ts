import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveCredentials } from "../../../../provider/openstack/resolve-credentials.ts";
import { givenSources } from "../credentials/given-sources.ts";

/** The text of the error for an authentication URL. */
async function errorFor(t: Parameters<typeof givenSources>[0], authUrl: string): Promise<string> {
  const sources = await givenSources(t, { env: { OS_AUTH_URL: authUrl, OS_TOKEN: "t" } });
  const error = await resolveCredentials(sources).then(
    () => undefined,
    (reason: Error & { code: string }) => reason,
  );
  assert.equal(error?.code, "TROVE_CONFIG");
  return error.message;
}

for (const address of [
  "keystone.example.com:5000/v3",
  "keystone.example.com/identity/v3/",
  "keystone:5000",
  "10.0.0.5:5000/v3",
  "10.0.0.5",
  "localhost:5000/v3",
  "[fd00::5]:5000/v3",
]) {
  test(`says that ${address} has no scheme, and how to write it`, async (t) => {
    const text = await errorFor(t, address);
    assert.ok(text.includes(`"${address}" has no scheme`), text);
    assert.ok(text.includes(`https://${address}.`), text);
  });
}

for (const [address, service] of [
  ["https://keystone.example.com:5000/v3/auth/tokens", "https://keystone.example.com:5000/v3"],
  ["https://keystone.example.com/auth/tokens/", "https://keystone.example.com"],
  ["https://identity.example.com/v2.0/tokens", "https://identity.example.com/v2.0"],
] as const) {
  test(`says what to set instead of ${address}`, async (t) => {
    const text = await errorFor(t, address);
    assert.ok(text.includes(`is ${address},`), text);
    assert.ok(text.endsWith(`: ${service}.`), text);
  });
}

for (const [what, address] of [
  ["a password before the host", "https://demo:canary@keystone.example.com/v3/auth/tokens"],
  ["a password before the host, without a scheme", "demo:canary@keystone.example.com:5000"],
  ["a secret in the query", "https://keystone.example.com/v3?token=canary"],
  ["a secret behind #", "https://keystone.example.com/v3#canary"],
  ["a password in the wrong setting", "canary"],
  ["a password of dots in the wrong setting", "canary.S3cret!"],
  ["a token in the wrong setting", "gAAAAABcanary-xYz_0123456789"],
  ["another scheme", "ftp://canary.example.com"],
] as const) {
  test(`refuses ${what} without a word of it`, async (t) => {
    const text = await errorFor(t, address);
    assert.ok(!text.includes("canary"), text);
  });
}

test("says the same of the endpoint of the database service", async (t) => {
  const trove = { authUrl: "http://a", token: "t", endpointOverrides: { database: "trove.example.com:8779" } };
  await assert.rejects(resolveCredentials(await givenSources(t, { trove })), {
    code: "TROVE_CONFIG",
    message: /The endpoint of the database service of Pulumi config .*"trove\.example\.com:8779" has no scheme/,
  });
});
