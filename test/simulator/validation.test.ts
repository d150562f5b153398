import assert from "node:assert/strict";
import { test } from "node:test";
import { request, startClient } from "./client.ts";

const VALID = { name: "one", flavorRef: "1", volume: { size: 1 } };
const STRING = "'^.*[0-9a-zA-Z]+.*$'";

const REFUSED: readonly (readonly [instance: unknown, status: number, message: string])[] = [
  [{}, 400, "Validation error: instance 'name' is a required property"],
  [
    { name: "" },
    400,
    `Validation error: instance['name'] '' is too short; instance['name'] '' does not match ${STRING}`,
  ],
  [
    { ...VALID, volume: { size: 0 } },
    400,
    "Validation error: instance['volume']['size'] 0 is not valid under any of the given schemas; " +
      "0 is less than the minimum of 1; 0 is not of type 'string'",
  ],
  [
    { ...VALID, nics: [{ "port-id": "x" }] },
    400,
    "Validation error: instance['nics'][0] Additional properties are not allowed ('port-id' was unexpected)",
  ],
  [
    { ...VALID, access: { allowed_cidrs: ["::/0"] } },
    400,
    "Validation error: instance['access']['allowed_cidrs'][0] '::/0' does not match " +
      "'^([0-9]{1,3}\\\\.){3}[0-9]{1,3}(\\\\/([0-9]|[1-2][0-9]|3[0-2]))?$'",
  ],
  [{ ...VALID, flavorRef: "m1.small" }, 400, "Resource m1.small cannot be found."],
  [{ name: "one", flavorRef: "1" }, 400, "Volume size was not specified."],
  [{ ...VALID, volume: { size: 26 } }, 413, "Volume 'size' cannot exceed maximum of 25 GB, 26 cannot be accepted."],
  [{ ...VALID, datastore: { type: "none" } }, 404, "Datastore 'none' cannot be found."],
  [{ ...VALID, datastore: { version: "9" } }, 400, "Datastore version '9' cannot be found."],
  [{ ...VALID, databases: [{ name: "a" }] }, 400, "'a' is not a valid schema name."],
  [
    { ...VALID, databases: [{ name: "ab", character_set: "utf8", collate: "latin1_bin" }] },
    400,
    "latin1_bin not a valid collation for charset utf8.",
  ],
  [
    { ...VALID, users: [{ name: "root", password: "pw1" }] },
    400,
    "User name \"root\" is on the reserved list: ['os_admin', 'root'].",
  ],
  [{ ...VALID, users: [{ name: "ann", password: "a'b" }] }, 400, "'a'b' is not a valid password."],
  [{ ...VALID, users: [{ name: "ann", password: "pw1", host: "home" }] }, 400, "'home' is not a valid hostname."],
  [{ ...VALID, nics: [{}] }, 400, "Instance network or subnet needs to be specified."],
];

test("refuses a create with Trove's message", async () => {
  await using client = await startClient({ troveRelease: 18 });
  for (const [instance, status, message] of REFUSED) {
    const answer = await client.send("POST", "/instances", { instance });
    const fault = Object.values(answer.body)[0] as { code: number; message: string };
    assert.deepEqual([answer.status, fault.code, fault.message], [status, status, message]);
  }
  assert.equal(client.simulator.instances().length, 0);
});

test("a size with a fraction is not an integer, even 2.0", async () => {
  await using client = await startClient();
  const url = `${client.simulator.troveUrl}/v1.0/${client.simulator.projects.demo}/instances`;
  const headers = { "x-auth-token": client.token, "content-type": "application/json" };
  const body = '{"instance": {"name": "one", "flavorRef": "1", "volume": {"size": 2.0}}}';
  const answer = await fetch(url, { method: "POST", headers, body });
  assert.equal(answer.status, 400);
  assert.match(await answer.text(), /2\.0 is not of type 'integer'/);
});

test("an empty body is 500, malformed JSON is webob's 400", async () => {
  await using client = await startClient();
  assert.equal((await client.send("POST", "/instances", {})).status, 500);
  const url = `${client.simulator.troveUrl}/v1.0/${client.simulator.projects.demo}/instances`;
  const headers = { "x-auth-token": client.token, "content-type": "application/json", accept: "application/json" };
  const malformed = await fetch(url, { method: "POST", headers, body: "{x" });
  assert.equal(malformed.status, 400);
  assert.deepEqual(await malformed.json(), {
    message: "Malformed request body<br /><br />\n\n\n",
    code: "400 Bad Request",
    title: "Bad Request",
  });
});

test("an update accepts a name and one other attribute", async () => {
  await using client = await startClient();
  const body = { instance: { name: "two", access: { is_public: true }, replica_of: "" } };
  const { body: answer } = await client.send("PUT", "/instances/any", body);
  assert.equal(answer.badRequest.message, "Only one attribute (except 'name') is allowed to update.");
});

test("only the versions need no token", async () => {
  await using client = await startClient();
  const { troveUrl } = client.simulator;
  assert.equal((await request("GET", `${troveUrl}/`)).body.versions[0].links[0].href, `${troveUrl}/v1.0/`);
  assert.equal((await request("GET", `${troveUrl}/v1.0/`)).status, 401);
  assert.equal((await client.send("GET", "")).status, 403);
  assert.equal((await client.send("GET", "/instances/")).status, 404);
});
