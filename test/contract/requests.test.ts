import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import type { CloudApi } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { listed, userNames } from "../support/cloud-guest.ts";
import { activeInstance, assertFault } from "../support/cloud-instances.ts";

const test = contract();
/** A cloud in which no other file has instances in the project `demo`. */
const testAlone = contract({ maxInstances: 3, maxVolumes: 3 });
const STRATEGIES = "/backup_strategies";
const body = JSON.stringify({ backup_strategy: { swift_container: "x" } });
const noResource = "The resource could not be found.";
const unknown = "11111111-1111-1111-1111-111111111111";
const ERRED = "The server has either erred or is incapable of performing the requested operation.";

/** Sends the request as it is: `fetch` adds a content type, and refuses a GET with a body. */
function send(
  api: CloudApi,
  method: string,
  path: string,
  { text = "", headers = {} }: { readonly text?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(api.root);
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      hostname,
      port,
      method,
      path: `/v1.0/${api.projectId}${path}`,
      headers: {
        accept: "application/json",
        "x-auth-token": api.token,
        ...(text !== "" && { "content-length": String(Buffer.byteLength(text)) }),
        ...headers,
      },
    });
    request.on("error", reject);
    request.on("response", async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    request.end(text);
  });
}

const json = { "content-type": "application/json" };

test("a body without a content type is 415; no body needs one", async ({ demo }) => {
  const refused = await send(demo, "POST", STRATEGIES, { text: body });
  assert.equal(refused.status, 415);
  assert.match(refused.text, /The request media type text\/plain is not supported by this server\./);
  assert.equal((await send(demo, "DELETE", STRATEGIES)).status, 202);
  assert.equal((await send(demo, "GET", STRATEGIES, { headers: { "content-type": "text/plain" } })).status, 200);
});

test("415 is plain text for a client that accepts neither JSON nor HTML", async ({ demo }) => {
  const headers = { "content-type": "text/plain", accept: "image/png" };
  assert.deepEqual(await send(demo, "POST", STRATEGIES, { text: body, headers }), {
    status: 415,
    text: "415 Unsupported Media Type\n\nThe request media type text/plain is not supported by this server. \n\n ",
  });
});

test("a body that the controller does not expect is 500, and 415 in another type", async ({ demo }) => {
  for (const [method, path] of [
    ["GET", "/instances"],
    ["GET", `/instances/${unknown}`],
    ["DELETE", `/instances/${unknown}`],
    ["DELETE", STRATEGIES],
  ] as const) {
    assert.equal((await send(demo, method, path, { text: "{}", headers: json })).status, 500, `${method} ${path}`);
    const plain = { "content-type": "text/plain" };
    assert.equal((await send(demo, method, path, { text: "{}", headers: plain })).status, 415, `${method} ${path}`);
    assert.equal((await send(demo, method, path, { text: "{", headers: json })).status, 400, `${method} ${path}`);
  }
  const xml = await send(demo, "GET", "/instances", { text: "{}", headers: { "content-type": "application/xml" } });
  assert.deepEqual([xml.status, JSON.parse(xml.text).instanceFault.message], [500, ERRED]);
});

test("a path is decoded by bytes, and a query must be UTF-8", async ({ demo }) => {
  assertFault(await demo.get("/instances/%C3%A9"), 404, "itemNotFound", "Resource Ã© cannot be found.");
  assertFault(await demo.get("/datastores/%C3%A9"), 404, "itemNotFound", "Datastore 'Ã©' cannot be found.");
  for (const path of ["/instances?marker=%FF", "/backups?x=%FF"]) {
    assertFault(await demo.get(path), 500, "instanceFault", ERRED);
  }
});

test("a collection of the guest agent, of datastores or of modules can have a suffix", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const suffixed = ["databases", "users", "users/x/databases", "root"].map((path) => `/instances/${id}/${path}.json`);
  const [databases, users, grants, root] = await Promise.all(suffixed.map((path) => demo.get(path)));
  assert.deepEqual(
    [databases?.body, users?.body, root?.body],
    [{ databases: [] }, { users: [] }, { rootEnabled: false }],
  );
  assertFault(grants ?? assert.fail(), 404, "itemNotFound", "User x cannot be found on the instance.");
  for (const path of ["/datastores.zip", "/datastores/mysql.zip", "/modules.zip"]) {
    assert.equal((await demo.get(path)).status, 200, path);
  }
  for (const path of ["/instances.json", "/flavors.json", "/backups.json", "/configurations.json"]) {
    assertFault(await demo.get(path), 404, "itemNotFound", noResource);
  }
});

test("`new` is no name, and some verbs have routes of their own", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const base = `/instances/${id}`;
  for (const path of [`${base}/users/new`, `${base}/databases/new`, "/datastores/new", "/modules/new"]) {
    assertFault(await demo.get(path), 404, "itemNotFound", noResource);
  }
  await demo.post(`${base}/users`, { users: [{ name: "ann", password: "secret1" }] });
  await listed(() => userNames(demo, id), "ann@%");
  const changes = { user: { password: "secret2" } };
  assert.equal((await demo.put(`${base}/users/ann/update`, changes)).status, 202);
  const passwords = { users: [{ name: "ann", password: "secret3" }] };
  assert.equal((await demo.put(`${base}/users/update_all`, passwords)).status, 202);
  assert.equal((await demo.put(`${base}/users/ann/databases/update`, { databases: [{ name: "a1" }] })).status, 202);
  assert.equal((await demo.put(`${base}/users/ann/databases/a1`, { databases: [] })).status, 500);
  assert.equal((await demo.post(`${base}/root`, {})).status, 200);
  assert.equal((await demo.delete(`${base}/root/delete`)).status, 204);
  assert.equal((await demo.delete(`${base}/root/x`)).status, 500);
});

test("versions of datastores answer any verb", async ({ demo }) => {
  for (const path of ["/datastores/mysql/versions", "/datastores/mysql/versions/8.0.29"]) {
    assert.deepEqual((await demo.delete(path)).body, (await demo.get(path)).body);
    assert.equal((await demo.put(path, {})).status, 500);
  }
  const denied = "Policy doesn't allow datastore:delete to be performed.";
  assertFault(await demo.delete("/datastores/mysql"), 403, "forbidden", denied);
});

test("an unknown version id, or one of another datastore, is 404", async ({ demo }) => {
  const { body: found } = await demo.get<{ version: { id: string } }>("/datastores/mariadb/versions/10.4.18");
  for (const id of [unknown, found.version.id, unknown.replaceAll("-", "")]) {
    const missing = await demo.get(`/datastores/mysql/versions/${id}`);
    assertFault(missing, 404, "itemNotFound", "DBDatastoreVersion Not Found");
    const datastore = { type: "mysql", version: id };
    const created = await demo.post("/instances", {
      instance: { name: "a", flavorRef: "1", volume: { size: 1 }, datastore },
    });
    assertFault(created, 404, "itemNotFound", "DBDatastoreVersion Not Found");
  }
  const byId = await demo.get(`/datastores/versions/${unknown}`);
  assertFault(byId, 400, "badRequest", `Datastore version '${unknown}' cannot be found.`);
});

test("datastores and versions are found in any case and with trailing spaces", async ({ demo }) => {
  for (const path of ["/datastores/MySQL", "/datastores/mysql%20", "/datastores/MYSQL/versions/5.7.29%20"]) {
    assert.equal((await demo.get(path)).status, 200, path);
  }
  const missing = "Datastore ' mysql' cannot be found.";
  assertFault(await demo.get("/datastores/%20mysql"), 404, "itemNotFound", missing);
});

testAlone("a page of no items is 500, unless there are none", async ({ demo }) => {
  for (const path of ["/instances", "/configurations", "/clusters"]) {
    assert.equal((await demo.get(`${path}?limit=0`)).status, 200, path);
  }
  const { body: made } = await demo.post<{ configuration: { id: string } }>("/configurations", {
    configuration: { name: "one", values: {} },
  });
  assertFault(await demo.get("/configurations?limit=0"), 500, "instanceFault", /^Internal Server Error/);
  await demo.delete(`/configurations/${made.configuration.id}`);
  const huge = "99999999999999999999";
  assertFault(await demo.get(`/backups?limit=${huge}`), 500, "instanceFault", /^Internal Server Error/);
});

test("quotas of another project are 403 for users", async ({ demo, other }) => {
  const denied = `Operation not allowed for tenant ${demo.projectId}.`;
  assertFault(await demo.get(`/mgmt/quotas/${other.projectId}`), 403, "forbidden", denied);
  assertFault(await demo.get("/mgmt/quotas"), 404, "itemNotFound", noResource);
  assertFault(await demo.get("/mgmt/clusters"), 401, "unauthorized", "User does not have admin privileges.");
});
