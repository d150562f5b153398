import assert from "node:assert/strict";
import { test } from "node:test";
import { LOGIN_KEYS, unknownKeys } from "../../../../provider/openstack/credentials/unknown-keys.ts";

const texts = (...given: string[]) =>
  unknownKeys(given, { known: LOGIN_KEYS, nameOf: (key) => `trove:${key}`, where: "" });

for (const [given, meant] of [
  ["auth_url", "authUrl"],
  ["authURL", "authUrl"],
  ["username", "userName"],
  ["user_name", "userName"],
  ["pasword", "password"],
  ["application_credential_id", "applicationCredentialId"],
  ["region_name", "region"],
  ["interface", "endpointType"],
  ["endpoint_type", "endpointType"],
  ["cacert", "cacertFile"],
  ["cacert_file", "cacertFile"],
  ["tenant", "tenantName"],
  ["userDomain", "userDomainName"],
  ["project_domain", "projectDomainName"],
  ["certFile", "cert"],
  ["keyFile", "key"],
  ["endpoint", "endpointOverrides"],
  ["verify", "insecure"],
] as const) {
  test(`asks whether trove:${given} means trove:${meant}`, () => {
    const [text, another] = texts("authUrl", given, "key");
    assert.equal(
      text,
      `trove:${given} is not a setting of this provider, so it has no effect. Did you mean trove:${meant}?`,
    );
    assert.equal(another, undefined);
  });
}

test("lists the settings for a key that resembles none", () => {
  assert.match(
    texts("maxRetries")[0] ?? "",
    /^trove:maxRetries is not a setting .* Known are trove:cloud, trove:authUrl, /,
  );
});
