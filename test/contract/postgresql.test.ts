import assert from "node:assert/strict";
import { until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { databaseNames, grants, listed, unlisted, userNames, userPath } from "../support/cloud-guest.ts";
import { activeInstance, assertFault, createInstance, show, type WireInstance } from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

let instance: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  instance = await activeInstance(demo, {
    datastore: { type: "postgresql" },
    databases: [{ name: "shop" }, { name: "news" }],
    users: [{ name: "app", host: "10.0.0.1", password: "secret1", databases: [{ name: "shop" }] }],
  });
});
const path = (end: string) => `/instances/${instance.id}${end}`;
const user = (name: string) => userPath(instance.id, name);
const make = (...all: readonly object[]) => ({ users: all.map((one) => ({ password: "secret1", ...one })) });

test.on(18, "postgresql-contents")("databases and users of PostgreSQL are 422 in every request", async ({ demo }) => {
  const database = { databases: [{ name: "late" }] };
  for (const answer of [
    await demo.get(path("/databases")),
    await demo.post(path("/databases"), database),
    await demo.delete(path("/databases/shop")),
    await demo.get(path("/users")),
    await demo.post(path("/users"), make({ name: "late" })),
    await demo.put(path("/users"), make({ name: "app" })),
    await demo.get(user("app@%")),
    await demo.put(user("app@%"), { user: { password: "secret2" } }),
    await demo.delete(user("app@%")),
    await demo.get(`${user("app@%")}/databases`),
    await demo.put(`${user("app@%")}/databases`, database),
    await demo.delete(`${user("app@%")}/databases/shop`),
  ]) {
    assertFault(answer, 422, "unprocessableEntity", "Operation not supported for datastore postgresql.");
  }
});

test.on(18, "postgresql-contents")("a change of passwords checks names and hosts first", async ({ demo }) => {
  for (const [more, message] of [
    [{ name: "os_admin", host: "é" }, "Error loading user: 'é' is not a valid hostname."],
    [{ name: "a/b", host: "é" }, "Error loading user: 'a/b' is not a valid user name."],
  ] as const) {
    assertFault(await demo.put(path("/users"), make(more)), 400, "badRequest", message);
  }
  const unsupported = "Operation not supported for datastore postgresql.";
  assertFault(await demo.put(path("/users"), make()), 422, "unprocessableEntity", unsupported);
});

test("databases and users are not ready before the instance has a server", async ({ demo }) => {
  // It never gets a server, so the response is the same on any machine.
  const { id } = await createInstance(demo, { name: "db SERVER_ERROR", datastore: { type: "postgresql" } });
  for (const end of ["databases", "users"]) {
    const answer = await demo.get(`/instances/${id}/${end}`);
    assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready.`);
  }
});

test("PostgreSQL's root is enabled like MySQL's", async ({ demo }) => {
  const answer = await demo.post<object>(path("/root"), { password: "secret1" });
  assert.deepEqual(answer.body, { user: { name: "root", password: "secret1" } });
});

test("the volume of PostgreSQL shows the size of its log, from 26 on", async ({ demo }) => {
  const { volume } = await show(demo, instance.id);
  const keys = [
    "size",
    "used",
    ...differs("volume-details", { 18: [], 26: ["used_percent", "wal_size", "wal_archive_size"] }),
  ];
  assert.deepEqual(Object.keys(volume), keys);
});

const since26 = test.on(26, "postgresql-contents");

since26("what a create declares is made, the users without their hosts", async ({ demo }) => {
  await listed(() => userNames(demo, instance.id), "app@%");
  assert.deepEqual(await databaseNames(demo, instance.id), ["news", "shop"]);
  for (const key of ["app@%", "app@10.0.0.1"]) {
    const answer = await demo.get(user(key));
    assert.deepEqual(answer.body, { user: { name: "app", host: "%", databases: [{ name: "shop" }] } });
  }
});

since26("databases are made, listed and dropped", async ({ demo }) => {
  const databases = [{ name: "first", character_set: "UTF8", collate: "en_US.utf8" }, { name: "a.b" }];
  assert.equal((await demo.post(path("/databases"), { databases })).status, 202);
  await listed(() => databaseNames(demo, instance.id), "first", "a.b");
  const twice = await demo.post(path("/databases"), { databases: [{ name: "first" }] });
  assertFault(twice, 400, "badRequest", 'A database with the name "first" already exists.');
  assert.equal((await demo.delete(path("/databases/first"))).status, 202);
  await unlisted(() => databaseNames(demo, instance.id), "first");
});

since26("a database with a name outside ASCII can neither be dropped nor revoked", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore: { type: "postgresql" }, databases: [{ name: "é1" }] });
  const body = make({ name: "app", databases: [{ name: "é1" }] });
  assert.equal((await demo.post(`/instances/${id}/users`, body)).status, 202);
  await listed(() => userNames(demo, id), "app@%");
  const granted = () => grants(demo, id, "app@%");
  assert.deepEqual(await until("the grant", granted, ({ length }) => length > 0), ["é1"]);
  for (const answer of [
    await demo.delete(`/instances/${id}/databases/${encodeURIComponent("é1")}`),
    await demo.delete(`${userPath(id, "app@%")}/databases/${encodeURIComponent("é1")}`),
  ]) {
    assertFault(answer, 404, "itemNotFound", "Database Ã©1 cannot be found on the instance.");
  }
});

since26("databases that PostgreSQL would not take are 202, and never made", async ({ demo }) => {
  for (const database of [
    { name: "postgres" },
    { name: "template0" },
    { name: "template1" },
    { name: "a" },
    { name: "a".repeat(64) },
    { name: "latin", character_set: "LATIN1" },
    { name: "utf8mb4", character_set: "utf8mb4" },
    { name: "german", collate: "de_DE.utf8" },
  ]) {
    assert.equal((await demo.post(path("/databases"), { databases: [database] })).status, 202);
  }
  await demo.post(path("/databases"), { databases: [{ name: "last" }] });
  await listed(() => databaseNames(demo, instance.id), "last");
  assert.deepEqual(await databaseNames(demo, instance.id), ["a.b", "last", "news", "shop"]);
});

since26("the API's reserved names are MySQL's", async ({ demo }) => {
  const database =
    "Database name \"mysql\" is on the reserved list: ['mysql', 'information_schema', 'performance_schema', 'sys'].";
  assertFault(await demo.post(path("/databases"), { databases: [{ name: "mysql" }] }), 400, "badRequest", database);
  const root = "User create error: User name \"root\" is on the reserved list: ['os_admin', 'root'].";
  assertFault(await demo.post(path("/users"), make({ name: "root" })), 400, "badRequest", root);
});

since26("users are made with long names, and listed with the host %", async ({ demo }) => {
  const long = "a_name_of_more_than_sixteen_characters";
  assert.equal((await demo.post(path("/users"), make({ name: long, host: "10.0.0.1" }))).status, 202);
  await listed(() => userNames(demo, instance.id), `${long}@%`);
  assert.equal((await demo.delete(user(`${long}@%`))).status, 202);
  await unlisted(() => userNames(demo, instance.id), `${long}@%`);
});

since26("users that PostgreSQL would not take, or that exist, are 202 and never made", async ({ demo }) => {
  for (const one of [
    { name: "app", password: "other1" },
    { name: "postgres" },
    { name: "pg_app" },
    { name: "quoted", password: "a'b" },
    { name: "a".repeat(64) },
  ]) {
    assert.equal((await demo.post(path("/users"), make(one))).status, 202, JSON.stringify(one));
  }
  await demo.post(path("/users"), make({ name: "marker" }));
  await listed(() => userNames(demo, instance.id), "marker@%");
  assert.deepEqual(await userNames(demo, instance.id), ["app@%", "marker@%"]);
});

since26("a password may hold line breaks other than \\n, and end with that", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore: { type: "postgresql" } });
  for (const [index, password] of ["ab1\r", "a1\u2028b", "\u2029b1", "X\n"].entries()) {
    const answer = await demo.post(`/instances/${id}/users`, make({ name: `line${index}`, password }));
    assert.equal(answer.status, 202, answer.text);
  }
  const broken = await demo.post(`/instances/${id}/users`, make({ name: "line", password: "a\nb" }));
  assertFault(broken, 400, "badRequest", /^Validation error: users\[0\]\['password'\] /);
});

since26("a user whose database is not there is made without it", async ({ demo }) => {
  const databases = [{ name: "shop" }, { name: "nowhere" }];
  assert.equal((await demo.post(path("/users"), make({ name: "hope", databases }))).status, 202);
  await listed(() => userNames(demo, instance.id), "hope@%");
  assert.deepEqual(await grants(demo, instance.id, "hope@%"), ["shop"]);
});

since26("grants add at once, and are refused on a database that is not there", async ({ demo }) => {
  const access = `${user("app@%")}/databases`;
  const give = (...names: string[]) => demo.put(access, { databases: names.map((name) => ({ name })) });
  assert.equal((await give("news")).status, 202);
  assert.deepEqual(await grants(demo, instance.id, "app@%"), ["shop", "news"]);
  const missing = /^An error occurred communicating with the guest: Database .* cannot be found on the instance/;
  assertFault(await give("nowhere"), 400, "badRequest", missing);
  assert.equal((await demo.delete(`${access}/news`)).status, 202);
  assert.deepEqual(await grants(demo, instance.id, "app@%"), ["shop"]);
  const none = "Database news cannot be found on the instance.";
  assertFault(await demo.delete(`${access}/news`), 404, "itemNotFound", none);
});

since26("a new name keeps the grants, and a new host changes nothing", async ({ demo }) => {
  const update = (name: string, change: object) => demo.put(user(`${name}@%`), { user: change });
  assert.equal((await update("hope", { host: "10.0.0.2" })).status, 202);
  assert.equal((await update("hope", { name: "renamed", password: "secret2" })).status, 202);
  await listed(() => userNames(demo, instance.id), "renamed@%");
  await unlisted(() => userNames(demo, instance.id), "hope@%");
  assert.deepEqual(await grants(demo, instance.id, "renamed@%"), ["shop"]);
});

since26("a dropped database takes its grants along", async ({ demo }) => {
  assert.equal((await demo.delete(path("/databases/shop"))).status, 202);
  await unlisted(() => databaseNames(demo, instance.id), "shop");
  assert.deepEqual(await grants(demo, instance.id, "app@%"), []);
});

since26("a user whose grants Trove does not list is not dropped while it has any", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore: { type: "postgresql" } });
  await demo.post(`/instances/${id}/databases`, { databases: [{ name: "shop" }] });
  for (const name of ["app", "my-app"]) {
    await demo.post(`/instances/${id}/users`, make({ name, databases: [{ name: "shop" }] }));
  }
  await listed(() => userNames(demo, id), "app@%", "my-app@%");
  for (const name of ["my-app", "app"]) assert.equal((await demo.delete(userPath(id, `${name}@%`))).status, 202);
  await unlisted(() => userNames(demo, id), "app@%");
  assert.deepEqual(await userNames(demo, id), ["my-app@%"]);
  await demo.delete(`/instances/${id}/databases/shop`);
  await demo.delete(userPath(id, "my-app@%"));
  await unlisted(() => userNames(demo, id), "my-app@%");
});

since26("pages of users go by name alone", async ({ demo }) => {
  const { body } = await demo.get<{ users: { name: string }[]; links: { href: string }[] }>(path("/users?limit=1"));
  assert.deepEqual([body.users.length, body.users[0]?.name], [1, "app"]);
  assert.equal(new URL(body.links[0]?.href ?? "").searchParams.get("marker"), "app");
});
