import assert from "node:assert/strict";
import { CloudApi, openApi } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { action, assertFault, createInstance, settled } from "../support/cloud-instances.ts";
import { datastores as known } from "../support/datastores.ts";

const test = contract();
const unknown = "11111111-1111-1111-1111-111111111111";
const noResource = "The resource could not be found.";

test("the versions are public", async ({ demo, cloud }) => {
  const answer = await demo.request<{ versions: object[] }>("GET", "//", { headers: { "x-auth-token": "" } });
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body, {
    versions: [
      {
        id: "v1.0",
        status: "CURRENT",
        updated: "2012-08-01T00:00:00Z",
        links: [{ rel: "self", href: `${cloud.troveUrl}/v1.0/` }],
      },
    ],
  });
});

test("the version's own address is forbidden with a token, and 401 without", async ({ demo }) => {
  for (const path of ["//v1.0", "//v1.0/", ""]) assert.equal((await demo.request("GET", path)).status, 403, path);
  assert.equal((await demo.request("GET", "//v1.0", { headers: { "x-auth-token": "" } })).status, 401);
});

test("every response has a request id, even an error", async ({ demo }) => {
  for (const path of ["/instances", "/instances/nope", "/nope"]) {
    assert.match((await demo.get(path)).headers.get("x-openstack-request-id") ?? "", /^req-[-0-9a-f]{36}$/);
  }
});

test("a missing or invalid token is 401 in Keystone's format", async ({ demo, cloud }) => {
  for (const token of ["", "nonsense"]) {
    const answer = await demo.request("GET", "/instances", { headers: { "x-auth-token": token } });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get("www-authenticate"), `Keystone uri="${cloud.authUrl}"`);
    const message = "The request you have made requires authentication.";
    assert.deepEqual(answer.body, { error: { code: 401, title: "Unauthorized", message } });
  }
});

test("an administrator's request is 401 for others, in Trove's format", async ({ demo }) => {
  const answer = await demo.get("/mgmt/instances");
  assertFault(answer, 401, "unauthorized", "User does not have admin privileges.");
});

test("another project's path is 403, in a third format, even for an administrator", async ({ demo, other, cloud }) => {
  const admin = await openApi(cloud, "admin", "admin", "secret");
  for (const api of [demo, admin]) {
    const answer = await new CloudApi(api.root, other.projectId, api.token).get("/instances");
    const message =
      `Access was denied to this resource.<br /><br />\n` +
      `User with tenant id ${api.projectId} cannot access this resource.\n\n`;
    assert.equal(answer.status, 403);
    assert.deepEqual(answer.body, { message, code: "403 Forbidden", title: "Forbidden" });
  }
});

test("the third format is HTML for a client that accepts anything", async ({ demo, other }) => {
  const stranger = new CloudApi(demo.root, other.projectId, demo.token);
  for (const accept of ["text/html", "*/*"]) {
    const answer = await stranger.request("GET", "/instances", { headers: { accept } });
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [403, "text/html; charset=UTF-8"]);
    assert.match(answer.text, /^<html>\s+<head>\s+<title>403 Forbidden<\/title>/);
  }
});

test("a body that is not JSON is refused in the third format", async ({ demo }) => {
  const malformed = await demo.request("POST", "/instances", { text: "{" });
  assert.equal(malformed.status, 400);
  const body = { message: "Malformed request body<br /><br />\n\n\n", code: "400 Bad Request", title: "Bad Request" };
  assert.deepEqual(malformed.body, body);
  const plain = await demo.request("POST", "/instances", { text: "{}", headers: { "content-type": "text/plain" } });
  assert.deepEqual([plain.status, plain.fault?.key], [415, "message"]);
});

test("an unknown path or method is 404", async ({ demo }) => {
  for (const path of ["/nope", "/instances/", "/instances.json", `/instances/${unknown}/nope`]) {
    assertFault(await demo.get(path), 404, "itemNotFound", noResource);
  }
  for (const method of ["PUT", "DELETE"]) {
    assertFault(await demo.request(method, "/instances"), 404, "itemNotFound", noResource);
  }
  assertFault(await demo.post("/flavors", { nonsense: 1 }), 404, "itemNotFound", noResource);
});

const lookups: readonly (readonly [path: string, fault: string, message: string])[] = [
  ["/instances/nope", "404 itemNotFound", "Resource nope cannot be found."],
  [`/instances/${unknown}`, "404 itemNotFound", `Resource ${unknown} cannot be found.`],
  ["/datastores/nope", "404 itemNotFound", "Datastore 'nope' cannot be found."],
  ["/datastores/nope/versions", "404 itemNotFound", "Datastore 'nope' cannot be found."],
  ["/datastores/nope/versions/x", "404 itemNotFound", "Datastore 'nope' cannot be found."],
  ["/datastores/mysql/versions/nope", "400 badRequest", "Datastore version 'nope' cannot be found."],
  ["/datastores/versions/nope", "400 badRequest", "Datastore version 'nope' cannot be found."],
  ["/flavors/77", "404 itemNotFound", "Resource 77 cannot be found."],
  ["/flavors/m1.tiny", "404 itemNotFound", "Resource m1.tiny cannot be found."],
];

test("a missing resource is 404 or 400, depending on its kind", async ({ demo }) => {
  for (const [path, fault, message] of lookups) {
    const answer = await demo.get(path);
    assert.equal(`${answer.status} ${answer.fault?.key}: ${answer.fault?.message}`, `${fault}: ${message}`);
  }
});

test("another project's instance is 404 in every request", async ({ demo, other }) => {
  const { id } = await settled(demo, (await createInstance(demo, { name: "private" })).id);
  const path = `/instances/${id}`;
  for (const answer of [
    await other.get(path),
    await other.put(path, { instance: { name: "mine" } }),
    await action(other, id, { restart: {} }),
    await action(other, id, { reset_status: { force_delete: true } }),
    await other.get(`${path}/users`),
    await other.post(`${path}/databases`, { databases: [{ name: "mine" }] }),
    await other.post("/instances", { instance: { name: "mine", replica_of: id } }),
    await other.delete(path),
  ]) {
    assertFault(answer, 404, "itemNotFound", `Resource ${id} cannot be found.`);
  }
  assert.equal((await settled(demo, id)).name, "private");
});

test("a flavor's id is a number and a string; a non-numeric id only a string", async ({ demo }) => {
  type Flavors = {
    flavors: { id: number | null; str_id: string; name: string; ram: number; vcpus: number; disk: number }[];
  };
  const { flavors } = (await demo.get<Flavors>("/flavors")).body;
  assert.deepEqual(
    flavors.map(({ id, str_id, name, ram, vcpus, disk }) => [id, str_id, name, ram, vcpus, disk]),
    [
      [1, "1", "m1.tiny", 512, 1, 1],
      [2, "2", "m1.small", 2048, 1, 20],
      [3, "3", "m1.medium", 4096, 2, 40],
      [null, "d2", "ds2G", 2048, 2, 10],
      [null, "eph", "eph", 512, 1, 1],
    ],
  );
  assert.equal((await demo.get<{ flavor: { name: string } }>("/flavors/d2")).body.flavor.name, "ds2G");
});

test("datastores are found by name and by id, with their versions", async ({ demo }) => {
  type Datastore = { id: string; name: string; default_version: string; versions: { id: string; name: string }[] };
  const { datastores } = (await demo.get<{ datastores: Datastore[] }>("/datastores")).body;
  const names = datastores.map(({ name, versions }) => [name, versions.map((version) => version.name).sort()]);
  const expected = Object.values(known).map(({ type, versions }) => [type, [...versions].sort()]);
  assert.deepEqual(names.sort(), expected.sort());
  const mysql = datastores.find(({ name }) => name === "mysql") as Datastore;
  // the server gives the versions in no order
  const sorted = ({ versions, ...datastore }: Datastore) => ({
    ...datastore,
    versions: versions.toSorted((one, other) => one.id.localeCompare(other.id)),
  });
  const newest = mysql.versions.find(({ name }) => name === "8.0.29");
  assert.equal(mysql.default_version, newest?.id);
  for (const path of [`/datastores/${mysql.id}`, "/datastores/mysql"]) {
    assert.deepEqual(sorted((await demo.get<{ datastore: Datastore }>(path)).body.datastore), sorted(mysql));
  }
  for (const path of [`/datastores/versions/${newest?.id}`, "/datastores/mysql/versions/8.0.29"]) {
    const { version } = (await demo.get<{ version: { id: string; datastore: string } }>(path)).body;
    assert.deepEqual([version.id, version.datastore], [newest?.id, mysql.id]);
  }
});

test("volume types belong to a datastore's version", async ({ demo }) => {
  type Types = { volume_types: { id: string; name: string; is_public: boolean; description: string | null }[] };
  const { volume_types } = (await demo.get<Types>("/datastores/mysql/versions/8.0.29/volume-types")).body;
  assert.deepEqual(volume_types, [
    { id: "vt-1", name: "lvmdriver-1", is_public: true, description: null },
    { id: "vt-2", name: "ssd", is_public: true, description: "fast" },
  ]);
});
