import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { checked, created, failureOf, login, properties, startWorld } from "./harness.ts";

async function cloudsFile(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trove-host-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "clouds.yaml");
  await writeFile(path, text);
  return path;
}

test("the very first calls of a process may be parallel reads and deletes", async (t) => {
  const { cloud, start } = await startWorld(t);
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

test("booleans and objects may be strings, as in stack configuration", async (t) => {
  const { cloud, start } = await startWorld(t);
  const config = {
    ...login(cloud),
    "trove:insecure": "false",
    "trove:resumeInterrupted": "true",
    "trove:endpointOverrides": JSON.stringify({ database: `${cloud.troveUrl}/v1.0/${cloud.projects.demo}` }),
  };
  const host = await start({ config });
  assert.equal((await created(host)).outs.status, "ACTIVE");
});

test("booleans and objects may be what they are, as an explicit provider hands them over", async (t) => {
  const { cloud, start } = await startWorld(t);
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

test("trove: goes before openstack:, which fills in what it leaves out", async (t) => {
  const { cloud, start } = await startWorld(t);
  const { "trove:projectName": _, ...rest } = login(cloud);
  const config = { ...rest, "openstack:password": "wrong", "openstack:tenantName": "other" };
  const { outs } = await created(await start({ config }));
  assert.equal(outs.projectId, cloud.projects.other);
});

test("the environment is used where the stack says nothing", async (t) => {
  const { cloud, start } = await startWorld(t);
  const file = await cloudsFile(t, cloud.cloudsYaml);
  const host = await start({ config: {}, env: { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "other" } });
  assert.equal((await created(host)).outs.projectId, cloud.projects.other);
});

test("an explicit provider does not look at the environment", async (t) => {
  const { cloud, start } = await startWorld(t);
  const file = await cloudsFile(t, cloud.cloudsYaml);
  const env = { OS_CLIENT_CONFIG_FILE: file, OS_CLOUD: "other", OS_PROJECT_NAME: "other" };
  const filled = await start({ config: { ...login(cloud), "trove:explicit": "true" }, env });
  assert.equal((await created(filled)).outs.projectId, cloud.projects.demo);
  const empty = await start({ config: { "trove:explicit": "true" }, env });
  const { message } = await failureOf(created(empty));
  assert.match(message, /\[TROVE_CONFIG\]$/);
});

test("without any credentials check still works, and create says what it looked for", async (t) => {
  const { start } = await startWorld(t);
  const host = await start({ config: {} });
  const inputs = await checked(host, properties());
  const { message, partial } = await failureOf(host.create(inputs));
  assert.match(message, /\[TROVE_CONFIG\]$/);
  assert.equal(partial, undefined);
});

test("a trove:resumeInterrupted that is neither true nor false is refused by its name", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "yes" } });
  const { message } = await failureOf(host.check({}, properties()));
  assert.match(message, /trove:resumeInterrupted is "yes"; it must be true or false\. \[TROVE_CONFIG\]$/);
});

test("a trove:previewChecks that is neither on nor off is refused by its name", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start({ config: { ...login(cloud), "trove:previewChecks": "maybe" } });
  const { message } = await failureOf(host.check({}, properties()));
  assert.match(message, /trove:previewChecks is "maybe"; it must be on or off\. \[TROVE_CONFIG\]$/);
});

test("a wrong password is Keystone's refusal, asked for once by all", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start({ config: { ...login(cloud), "trove:password": "wrong-password" } });
  const calls = ["a", "b", "c"].map(async (name) => created(host, properties({ __defaultName: name })));
  for (const { message, partial } of await Promise.all(calls.map(failureOf))) {
    assert.match(message, /\[TROVE_AUTH\]$/);
    assert.doesNotMatch(message, /wrong-password/);
    assert.equal(partial, undefined);
  }
  assert.equal(cloud.requests.filter(({ service }) => service === "keystone").length, 1);
});
