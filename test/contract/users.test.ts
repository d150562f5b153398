import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { grants, listed, unlisted, userNames, userPath } from "../support/cloud-guest.ts";
import {
  activeInstance,
  assertFault,
  createInstance,
  inStatus,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { guestLag } from "../support/cloud-options.ts";
import { differs, TOO_SHORT } from "../support/differences.ts";

let instance: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  instance = await activeInstance(demo, {
    databases: [{ name: "shop" }, { name: "news" }],
    users: [{ name: "app", password: "secret1", databases: [{ name: "shop" }] }],
  });
  await listed(() => userNames(demo, instance.id), "app@%");
});
const users = () => `/instances/${instance.id}/users`;
const path = (user: string) => userPath(instance.id, user);
const make = (...all: readonly object[]) => ({ users: all.map((user) => ({ password: "secret1", ...user })) });

test("a user is identified by name and host", async ({ demo }) => {
  const answer = await demo.post(users(), make({ name: "app", host: "10.0.0.1" }));
  assert.deepEqual([answer.status, answer.text], [202, ""]);
  await listed(() => userNames(demo, instance.id), "app@%", "app@10.0.0.1");
  const [anywhere, here] = [await demo.get(path("app")), await demo.get(path("app@10.0.0.1"))];
  assert.deepEqual(anywhere.body, { user: { name: "app", host: "%", databases: [{ name: "shop" }] } });
  assert.deepEqual(here.body, { user: { name: "app", host: "10.0.0.1", databases: [] } });
});

test("finds odd names and hosts by a path encoded twice, with dots as %2E", async ({ demo }) => {
  const names = ["a.b", "a@b", "a%b", "a?b#c", "ü1", "x.json", "dot.com", "a+b", "a b", "a&b=c"];
  const hosts = ["10.0.0.%", "192.168.1.1", "10.0.0.1%", "%.0.0.1"];
  hosts.push(...differs("partial-hosts", { 18: ["10.%", "%10"], 26: [] }));
  assert.equal((await demo.post(users(), make(...names.map((name) => ({ name }))))).status, 202);
  assert.equal((await demo.post(users(), make(...hosts.map((host) => ({ name: "host", host }))))).status, 202);
  const all = [...names.map((name) => `${name}@%`), ...hosts.map((host) => `host@${host}`)];
  await listed(() => userNames(demo, instance.id), ...all);
  for (const key of all) {
    const answer = await demo.get<{ user: { name: string; host: string } }>(path(key));
    assert.equal(answer.status, 200, `${key}: ${answer.text}`);
    assert.equal(`${answer.body.user.name}@${answer.body.user.host}`, key);
  }
  for (const key of all) assert.equal((await demo.delete(path(key))).status, 202);
  await unlisted(() => userNames(demo, instance.id), ...all);
});

test("a name with an at sign and no host is read as name and host", async ({ demo }) => {
  const [status, key, message] = differs("names-checked-by-guest", {
    18: [400, "badRequest", "User show error: 'b' is not a valid hostname."],
    26: [404, "itemNotFound", "User a%40b cannot be found on the instance."],
  } as const);
  assertFault(await demo.get(path("a@b")), status, key, message);
});

test("a change of no passwords still needs a database that runs", async ({ demo }) => {
  assert.equal((await demo.put(users(), make())).status, 202);
  const { id } = await createInstance(demo, { name: "x GUEST_ERROR" });
  await inStatus(demo, id, "ERROR");
  const refused = await demo.put(`/instances/${id}/users`, make());
  assertFault(refused, 422, "unprocessableEntity", /is not ready, status: (?:failed to spawn|guestagent error)\.$/);
});

test("a missing user is 404 in every request", async ({ demo }) => {
  const message = "User nobody cannot be found on the instance.";
  for (const answer of [
    await demo.get(path("nobody")),
    await demo.delete(path("nobody")),
    await demo.put(path("nobody"), { user: { password: "secret1" } }),
    await demo.get(`${path("nobody")}/databases`),
    await demo.put(`${path("nobody")}/databases`, { databases: [{ name: "shop" }] }),
    await demo.delete(`${path("nobody")}/databases/shop`),
  ]) {
    assertFault(answer, 404, "itemNotFound", message);
  }
});

const twice =
  "Two or more users share the same name and host in the initial users list. " +
  "Please correct the names or remove the duplicate entries.";
const reserved = "User name \"root\" is on the reserved list: ['os_admin', 'root'].";
const refused: readonly (readonly [body: object, message: string | RegExp])[] = [
  [make({ name: "app" }), 'A user with the name "app" already exists.'],
  [make({ name: "both" }, { name: "both" }), twice],
  [make({ name: "both" }, { name: "both", host: "%" }), twice],
  [make({ name: "root" }), `User create error: ${reserved}`],
  [make({ name: "app1", host: "" }), `Validation error: users[0]['host'] '' ${TOO_SHORT}`],
  [make({ name: "app1", host: "::1" }), /^Validation error: users\[0\]\['host'\] '::1' does not match/],
  [make({ name: "app1", password: "!!!" }), /^Validation error: users\[0\]\['password'\] '!!!' does not match/],
  [make({ name: "app1", password: "" }), new RegExp(`^Validation error: users\\[0\\]\\['password'\\] '' ${TOO_SHORT}`)],
  [{ users: [{ name: "app1" }] }, "Validation error: users[0] 'password' is a required property"],
];

test("a reserved, existing or invalid user is 400", async ({ demo }) => {
  for (const [body, message] of refused) {
    assertFault(await demo.post(users(), body), 400, "badRequest", message);
  }
});

const impossible: readonly (readonly [body: object, message: string])[] = [
  [make({ name: "a/b" }), "User create error: 'a/b' is not a valid user name."],
  [make({ name: "app1", host: "localhost" }), "User create error: 'localhost' is not a valid hostname."],
  [make({ name: "app1", host: "%.example.com" }), "User create error: '%.example.com' is not a valid hostname."],
  [make({ name: "app1", host: "1.2.3.4.5" }), "User create error: '1.2.3.4.5' is not a valid hostname."],
];

test.on(18, "names-checked-by-guest")("a user that MySQL would not take is 400", async ({ demo }) => {
  for (const [body, message] of impossible) {
    assertFault(await demo.post(users(), body), 400, "badRequest", message);
  }
  const invalid = "User update error: 'no' is not a valid hostname.";
  assertFault(await demo.put(path("app@%"), { user: { host: "no" } }), 400, "badRequest", invalid);
});

test("a user can have a grant on a missing database", async ({ demo }) => {
  assert.equal((await demo.post(users(), make({ name: "hope", databases: [{ name: "nowhere" }] }))).status, 202);
  await listed(() => userNames(demo, instance.id), "hope@%");
  assert.deepEqual(await grants(demo, instance.id, "hope@%"), ["nowhere"]);
});

test("adds grants at once, also on a missing database, and revokes one", async ({ demo }) => {
  const access = `${path("app@%")}/databases`;
  const give = (...names: string[]) => demo.put(access, { databases: names.map((name) => ({ name })) });
  assert.deepEqual(
    [(await give("news", "missing")).status, (await give("news")).status, (await give()).status],
    [202, 202, 202],
  );
  assert.deepEqual(await grants(demo, instance.id, "app@%"), ["missing", "news", "shop"]);
  assert.equal((await demo.delete(`${access}/news`)).status, 202);
  const message = "Database news cannot be found on the instance.";
  assertFault(await demo.delete(`${access}/news`), 404, "itemNotFound", message);
  assert.equal((await demo.delete(`${access}/missing`)).status, 202);
  assert.deepEqual(await grants(demo, instance.id, "app@%"), ["shop"]);
  for (const body of [{}, { nonsense: 1 }]) {
    assertFault(await demo.put(access, body), 500, "instanceFault", /^Internal Server Error/);
  }
});

test("an update changes the given fields and refuses unchanged ones", async ({ demo }) => {
  const exists = 'A user with the name "app" already exists.';
  const nothing = differs("schema-words", { 18: "does not have enough properties", 26: "should be non-empty" });
  const update = (user: object) => demo.put(path("app@%"), { user });
  assert.equal((await update({ password: "secret2" })).status, 202);
  assert.equal((await update({ databases: [], password: "secret3" })).status, 202);
  assert.equal((await update({ password: "a'b" })).status, 202);
  assertFault(await update({ name: "app", password: "secret4" }), 400, "badRequest", exists);
  assertFault(await update({ host: "%" }), 400, "badRequest", exists);
  assertFault(await update({ host: "10.0.0.1" }), 400, "badRequest", exists);
  assertFault(await update({ name: "root" }), 400, "badRequest", `User update error: ${reserved}`);
  assertFault(await update({}), 400, "badRequest", `Validation error: user {} ${nothing}`);
  assertFault(
    await update({ password: "!!!" }),
    400,
    "badRequest",
    /^Validation error: user\['password'\] '!!!' does not/,
  );
  assertFault(await demo.put(path("app@%"), {}), 500, "instanceFault", /^Internal Server Error/);
  assert.deepEqual(await grants(demo, instance.id, "app@%"), ["shop"]);
});

test("a new name or host is a new identity, with the old grants; the old path is 404", async ({ demo }) => {
  await demo.post(users(), make({ name: "old", databases: [{ name: "shop" }] }));
  await listed(() => userNames(demo, instance.id), "old@%");
  assert.equal((await demo.put(path("old@%"), { user: { name: "new", host: "10.1.1.1" } })).status, 202);
  await listed(() => userNames(demo, instance.id), "new@10.1.1.1");
  assert.equal((await demo.get(path("old@%"))).status, 404);
  assert.deepEqual(await grants(demo, instance.id, "new@10.1.1.1"), ["shop"]);
});

test("changes passwords of several users in one call, or none if one is missing", async ({ demo }) => {
  assert.equal((await demo.put(users(), make({ name: "app" }))).status, 202);
  const message = "User nobody@% cannot be found on the instance.";
  assertFault(await demo.put(users(), make({ name: "app" }, { name: "nobody" })), 404, "itemNotFound", message);
});

test("a dropped user is listed until the guest agent drops it", async ({ demo }) => {
  await demo.post(users(), make({ name: "brief" }));
  await listed(() => userNames(demo, instance.id), "brief@%");
  assert.equal((await demo.delete(path("brief@%"))).status, 202);
  if (guestLag() >= 1) {
    const message = 'A user with the name "brief" already exists.';
    assertFault(await demo.post(users(), make({ name: "brief" })), 400, "badRequest", message);
  }
  await unlisted(() => userNames(demo, instance.id), "brief@%");
  assertFault(await demo.delete(path("root")), 400, "badRequest", `User delete error: ${reserved}`);
});

test("a grant to a user that is still being created is 404", async ({ demo }) => {
  if (guestLag() < 1) return;
  assert.equal((await demo.post(users(), make({ name: "late" }))).status, 202);
  assert.equal((await demo.put(`${path("late@%")}/databases`, { databases: [{ name: "shop" }] })).status, 404);
  await listed(() => userNames(demo, instance.id), "late@%");
});

test("dropping a database keeps its grants", async ({ demo }) => {
  await demo.post(users(), make({ name: "left", databases: [{ name: "news" }] }));
  await listed(() => userNames(demo, instance.id), "left@%");
  assert.equal((await demo.delete(`/instances/${instance.id}/databases/news`)).status, 202);
  assert.deepEqual(await grants(demo, instance.id, "left@%"), ["news"]);
});
