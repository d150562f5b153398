import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { lookUpInProgram, type ProgramLookup } from "../../../../provider/hosts/dynamic/program-lookups.ts";
import { type Simulator, startSimulator } from "../../../../simulator/index.ts";
import { login } from "../../../host/harness.ts";

async function startCloud(t: TestContext): Promise<Simulator> {
  const cloud = await startSimulator({ rate: 100_000 });
  t.after(() => cloud.stop());
  return cloud;
}

function request(cloud: Simulator, fields: Partial<ProgramLookup> = {}): ProgramLookup {
  const warn = () => assert.fail("it warned");
  return { name: "getFlavors", args: {}, isSecret: false, owner: {}, settings: login(cloud), warn, ...fields };
}

function logins({ requests }: Simulator): number {
  return requests.filter(({ service, method }) => service === "keystone" && method === "POST").length;
}

test("lookups with one owner share a login, and those with another do not", async (t) => {
  const cloud = await startCloud(t);
  const owner = {};
  const names = ["getFlavors", "getDatastores", "getLimits", "getFlavors"];
  await Promise.all(names.map((name) => lookUpInProgram(request(cloud, { name, owner }))));
  assert.equal(logins(cloud), 1);
  await lookUpInProgram(request(cloud));
  assert.equal(logins(cloud), 2);
});

test("returns plain JSON without what is absent", async (t) => {
  const cloud = await startCloud(t);
  const limits = await lookUpInProgram(request(cloud, { name: "getLimits" }));
  assert.deepEqual(JSON.parse(JSON.stringify(limits)), limits);
  assert.equal("maxRam" in limits, false);
});

test("an error has a line for each failure of the arguments, and nothing was asked", async (t) => {
  const cloud = await startCloud(t);
  const args = { instance: "orders", mostRecent: "yes" };
  await assert.rejects(lookUpInProgram(request(cloud, { name: "getBackup", args })), {
    message: "instance: must be an id (a UUID such as 8a2f3c1e-…)\nmostRecent: must be true or false",
  });
  assert.deepEqual(cloud.requests, []);
});

test("masks a secret argument and the login in errors", async (t) => {
  const cloud = await startCloud(t);
  const ofSecret = request(cloud, { name: "getInstance", args: { name: "confidential" }, isSecret: true });
  await assert.rejects(lookUpInProgram(ofSecret), /^OperationError|^Error: Instance "\*\*\*" does not exist/);
  const body = { error: { code: 401, message: "The password demo-password is wrong." } };
  cloud.faults.add({ service: "keystone", times: 0, effect: { type: "status", status: 401, body } });
  await assert.rejects(lookUpInProgram(request(cloud)), (error: Error) => {
    assert.match(error.message, /\[TROVE_AUTH\]$/);
    return !error.message.includes("demo-password");
  });
});

test("warns once of a setting that does not exist", async (t) => {
  const cloud = await startCloud(t);
  const warnings: string[] = [];
  const settings = { ...login(cloud), "trove:reigon": "RegionOne" };
  const shared = request(cloud, { settings, warn: (message) => warnings.push(message) });
  await lookUpInProgram(shared);
  await lookUpInProgram(shared);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /trove:reigon.*trove:region/);
});
