import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient, until } from "./client.ts";

test("databases and users exist only after ACTIVE", async () => {
  await using client = await startClient({ guestLag: 0.3 });
  const id = await client.create({
    databases: [{ name: "app", character_set: "utf8mb4", collate: "utf8mb4_bin" }],
    users: [{ name: "ann", password: "pw1", databases: [{ name: "app" }] }],
  });
  const record = client.simulator.instance(id);
  await until("it is active", () => {
    if (record?.status !== "ACTIVE") return false;
    client.simulator.pause();
    return true;
  });
  assert.deepEqual((await client.send("GET", `/instances/${id}/databases`)).body, { databases: [] });
  client.simulator.resume();
  await until("the user is there", () => record?.users.length === 1);
  assert.deepEqual(record?.databases, [{ name: "app", characterSet: "utf8mb4", collate: "utf8mb4_bin" }]);
  assert.deepEqual(record?.users, [{ name: "ann", host: "%", password: "pw1", databases: ["app"] }]);
});

test("the guest agent works after the response", async () => {
  await using client = await startClient();
  const id = await client.create();
  await until("it is active", () => client.simulator.instance(id)?.status === "ACTIVE");
  client.simulator.pause();
  const bob = { users: [{ name: "bob", password: "pw2" }] };
  const path = `/instances/${id}/users`;
  assert.equal((await client.send("POST", path, bob)).status, 202);
  assert.equal((await client.send("POST", path, bob)).status, 202);
  assert.equal((await client.send("PUT", `${path}/bob/databases`, { databases: [{ name: "app" }] })).status, 404);
  client.simulator.resume();
  await until("bob is there", async () => (await client.send("GET", `${path}/bob`)).status === 200);
  const again = await client.send("POST", path, bob);
  assert.equal(again.body.badRequest.message, 'A user with the name "bob" already exists.');
});

test("a repeated create of a database or user changes nothing", async () => {
  await using client = await startClient();
  const id = await client.create();
  const record = client.simulator.instance(id);
  await until("it is active", () => record?.status === "ACTIVE");
  client.simulator.pause();
  for (const word of ["first", "second"]) {
    const users = [{ name: "bob", password: word }];
    const databases = [{ name: "app", character_set: word === "first" ? "latin1" : "utf8" }];
    assert.equal((await client.send("POST", `/instances/${id}/users`, { users })).status, 202);
    assert.equal((await client.send("POST", `/instances/${id}/databases`, { databases })).status, 202);
  }
  // The guest agent performs this after all of these.
  await client.send("POST", `/instances/${id}/databases`, { databases: [{ name: "last" }] });
  client.simulator.resume();
  await until("all is there", () => record?.databases.some(({ name }) => name === "last") ?? false);
  assert.deepEqual(record?.users, [{ name: "bob", host: "%", password: "first", databases: [] }]);
  assert.deepEqual(
    record?.databases.map(({ name, characterSet }) => [name, characterSet]),
    [
      ["app", "latin1"],
      ["last", undefined],
    ],
  );
});

test("a user's path is decoded twice, and its suffix is restored", async () => {
  await using client = await startClient({ troveRelease: 18 });
  const users = [
    { name: "at@x", password: "pw1", host: "10.0.0.%" },
    { name: "dot.com", password: "pw1" },
  ];
  const id = await client.create({ users });
  await until("the users are there", () => client.simulator.instance(id)?.users.length === 2);
  const encode = (user: string): string => encodeURIComponent(encodeURIComponent(user).replaceAll(".", "%2E"));
  for (const [path, status] of [
    [encode("at@x@10.0.0.%"), 200],
    [encode("dot.com@%"), 200],
    ["dot.com", 200],
    ["dot.com.json", 200],
    [encode("at@x"), 400],
    ["no%2Fone", 404],
  ] as const) {
    assert.equal((await client.send("GET", `/instances/${id}/users/${path}`)).status, status, path);
  }
});

test("grants change immediately, even on missing databases", async () => {
  await using client = await startClient();
  const id = await client.create({ users: [{ name: "ann", password: "pw1" }] });
  await until("ann is there", () => client.simulator.instance(id)?.users.length === 1);
  const path = `/instances/${id}/users/ann/databases`;
  assert.equal((await client.send("PUT", path, { databases: [{ name: "ghost" }] })).status, 202);
  assert.deepEqual((await client.send("GET", path)).body, { databases: [{ name: "ghost" }] });
  assert.equal((await client.send("DELETE", `${path}/ghost`)).status, 202);
  const again = await client.send("DELETE", `${path}/ghost`);
  assert.equal(again.body.itemNotFound.message, "Database ghost cannot be found on the instance.");
});

test("refuses a password with the user's current name or host; a rename moves the user", async () => {
  await using client = await startClient();
  const id = await client.create({ users: [{ name: "ann", password: "pw1" }] });
  const record = client.simulator.instance(id);
  await until("ann is there", () => record?.users.length === 1);
  const path = `/instances/${id}/users/ann`;
  const refused = await client.send("PUT", path, { user: { name: "ann", password: "pw2" } });
  assert.equal(refused.body.badRequest.message, 'A user with the name "ann" already exists.');
  assert.equal((await client.send("PUT", path, { user: { host: "10.0.0.1", password: "pw3" } })).status, 202);
  await until("she has moved", () => record?.user("ann", "10.0.0.1")?.password === "pw3");
  assert.equal((await client.send("GET", path)).status, 404);
});

test("root stays enabled forever on 18", async () => {
  await using client = await startClient({ troveRelease: 18 });
  const id = await client.create();
  await until("it is active", () => client.simulator.instance(id)?.status === "ACTIVE");
  const path = `/instances/${id}/root`;
  assert.equal((await client.send("DELETE", path)).status, 404);
  assert.ok((await client.send("POST", path)).body.user.password.length > 20);
  assert.equal((await client.send("POST", path, { password: "chosen1" })).body.user.password, "chosen1");
  assert.equal((await client.send("DELETE", path)).status, 204);
  assert.deepEqual((await client.send("GET", path)).body, { rootEnabled: true });
});

test("root of PostgreSQL can be managed, its databases cannot", async () => {
  await using client = await startClient({ troveRelease: 18 });
  const id = await client.create({ datastore: { type: "postgresql" } });
  await until("it is active", () => client.simulator.instance(id)?.status === "ACTIVE");
  const { body } = await client.send("GET", `/instances/${id}/databases`);
  assert.equal(body.unprocessableEntity.message, "Operation not supported for datastore postgresql.");
  assert.equal((await client.send("GET", `/instances/${id}/root`)).status, 200);
});
