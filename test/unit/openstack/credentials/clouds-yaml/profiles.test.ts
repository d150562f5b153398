import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLog } from "../../../../../provider/core/log.ts";
import { openSession } from "../../../../../provider/openstack/open-session.ts";
import { resolveCredentials } from "../../../../../provider/openstack/resolve-credentials.ts";
import { startCloud } from "../../login/keystone.ts";
import { givenSources } from "../given-sources.ts";

for (const key of ["profile", "cloud"]) {
  test(`warns of a ${key} that is not found, where the cloud is complete without it`, async (t) => {
    const cloud = await startCloud(t);
    const auth = `{ auth_url: "${cloud.url}", username: u, password: pw, project_name: p }`;
    const files = { "clouds.yaml": `clouds: { a: { ${key}: vexxhost, auth: ${auth} } }` };
    const sources = await givenSources(t, { files });
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (text: string) => void warnings.push(text) };
    const session = openSession({ credentials: () => resolveCredentials(sources), log });
    await session.cloud();
    await session.request({ method: "GET", path: "/instances" });
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /names the profile "vexxhost", but there is no clouds-public\.yaml\. The profiles of op/,
    );
  });

  test(`names a ${key} that is not found, where the cloud lacks something`, async (t) => {
    const files = { "clouds.yaml": `clouds: { a: { ${key}: vexxhost, auth: { token: t } } }` };
    await assert.rejects(resolveCredentials(await givenSources(t, { files })), {
      code: "TROVE_CONFIG",
      message:
        /names the profile "vexxhost", but there is no clouds-public\.yaml\. .* does not set the authentication URL/,
    });
  });
}
