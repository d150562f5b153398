import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { checked, created, failureOf, login, properties, startHarness, testOnDynamic } from "./harness.ts";

async function cloudsFile(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trove-host-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "clouds.yaml");
  await writeFile(path, text);
  return path;
}

test("serves parallel reads and deletes as the first calls of a process", async (t) => {
  const { cloud, start } = await startHarness(t);
  const first = await start();
  const instances = await Promise.all(
    ["a", "b", "c", "d"].map((name) => created(first, properties({ name, __defaultName: name }))),
  );
  const [a, b, c, d] = instances;
  assert.ok(a && b && c && d);
  cloud.requests.length = 0;
  const second = await start();
  const [readA, readB] = await Promise.all([
    second.read(a.id, a.outs),
    second.read(b.id, b.outs),
    second.delete(c.id, c.outs),
    second.delete(d.id, d.outs),
  ]);
  assert.deepEqual([readA.id, readB.id], [a.id, b.id]);
  assert.deepEqual(
    cloud
      .instances()
      .map(({ name }) => name)
      .sort(),
    ["a", "b"],
  );
  assert.equal(cloud.requests.filter(({ service }) => service === "keystone").length, 1, "one login serves all");
});

test("accepts booleans and objects as strings, as stack configuration has them", async (t) => {
  const { cloud, start } = await startHarness(t);
  const config = {
    ...login(cloud),
    "trove:insecure": "false",
    "trove:resumeInterrupted": "true",
    "trove:endpointOverrides": JSON.stringify({ database: `${cloud.troveUrl}/v1.0/${cloud.projects.demo}` }),
  };
  const host = await start({ config });
  assert.equal((await created(host)).outs.status, "ACTIVE");
});

test("accepts booleans and objects as such, as an explicit provider passes them", async (t) => {
  const { cloud, start } = await startHarness(t);
  const config = {
    ...login(cloud),
    "trove:insecure": false,
    "trove:resumeInterrupted": false,
    "trove:endpointOverrides": { database: `${cloud.troveUrl}/v1.0/${cloud.projects.demo}` },
    "trove:explicit": "true",
  };
  const host = await start({ config });
  assert.equal((await created(host)).outs.status, "ACTIVE");
});

testOnDynamic(
  "the engine passes its own namespace alone",
  "prefers trove: keys, and takes what they lack from openstack: keys",
  async (t) => {
    const { cloud, start } = await startHarness(t);
    const { "trove:projectName": _, ...rest } = login(cloud);
    const config = { ...rest, "openstack:password": "wrong", "openstack:tenantName": "other" };
    const { outs } = await created(await start({ config }));
    assert.equal(outs.projectId, cloud.projects.other);
  },
);

test("uses the environment if the stack configures nothing", async (t) => {
  const { cloud, start } = await startHarness(t);
  const file = await cloudsFile(t, cloud.cloudsYaml);
  const host = await start({ config: {}, env: { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "other" } });
  assert.equal((await created(host)).outs.projectId, cloud.projects.other);
});

test("an explicit provider ignores the environment", async (t) => {
  const { cloud, start } = await startHarness(t);
  const file = await cloudsFile(t, cloud.cloudsYaml);
  const env = { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "other", OS_PROJECT_NAME: "other" };
  const filled = await start({ config: { ...login(cloud), "trove:explicit": "true" }, env });
  assert.equal((await created(filled)).outs.projectId, cloud.projects.demo);
  const empty = await start({ config: { "trove:explicit": "true" }, env });
  const { message } = await failureOf(created(empty));
  assert.match(message, /\[TROVE_CONFIG\]$/);
});

test("without credentials, check succeeds and create lists where it looked", async (t) => {
  const { start } = await startHarness(t);
  const host = await start({ config: {} });
  const inputs = await checked(host, properties());
  const { message, partial } = await failureOf(host.create(inputs));
  assert.match(message, /\[TROVE_CONFIG\]$/);
  assert.equal(partial, undefined);
});

test("refuses a trove:resumeInterrupted that is neither true nor false", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "yes" } });
  const { message } = await failureOf(host.check({}, properties()));
  assert.match(message, /trove:resumeInterrupted is "yes"; it must be true or false\. \[TROVE_CONFIG\]$/);
});

test("refuses a trove:previewChecks that is neither on nor off", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start({ config: { ...login(cloud), "trove:previewChecks": "maybe" } });
  const { message } = await failureOf(host.check({}, properties()));
  assert.match(message, /trove:previewChecks is "maybe"; it must be on or off\. \[TROVE_CONFIG\]$/);
});

test("concurrent calls with a wrong password log in once and show Keystone's error", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start({ config: { ...login(cloud), "trove:password": "wrong-password" } });
  const calls = ["a", "b", "c"].map(async (name) => created(host, properties({ __defaultName: name })));
  for (const { message, partial } of await Promise.all(calls.map(failureOf))) {
    assert.match(message, /\[TROVE_AUTH\]$/);
    assert.doesNotMatch(message, /wrong-password/);
    assert.equal(partial, undefined);
  }
  assert.equal(cloud.requests.filter(({ service }) => service === "keystone").length, 1);
});
