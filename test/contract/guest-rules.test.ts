import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { databaseNames, grants, listed, userNames, userPath } from "../support/cloud-guest.ts";
import { activeInstance, assertFault } from "../support/cloud-instances.ts";

// Refusals of a MySQL guest agent (`trove/guestagent/datastore/mysql_common/service.py`). From 23 on the API does not
// check first.
const test = contract();
const password = "secret1";
let markers = 0;

/** Posts, and waits until the guest agent has performed this and all earlier calls: it works in their order. */
async function afterAll(api: CloudApi, id: string): Promise<void> {
  const name = `marker${markers++}`;
  assert.equal((await api.post(`/instances/${id}/databases`, { databases: [{ name }] })).status, 202);
  await listed(() => databaseNames(api, id), name);
}

async function madeDatabases(api: CloudApi, id: string): Promise<string[]> {
  return (await databaseNames(api, id)).filter((name) => !name.startsWith("marker"));
}

async function cast(api: CloudApi, method: "POST" | "PUT", path: string, body: object): Promise<void> {
  const answer = await api.request(method, path, { body });
  assert.deepEqual([answer.status, answer.text], [202, ""], JSON.stringify(body));
}

test.on(26, "names-checked-by-guest")(
  "databases that MySQL would not take are 202, and never made",
  async ({ demo }) => {
    const { id } = await activeInstance(demo);
    for (const database of [
      { name: "a" },
      { name: "a.b" },
      { name: "a".repeat(65) },
      { name: "shop", character_set: "nope" },
      { name: "shop", collate: "nope" },
      { name: "shop", character_set: "utf8", collate: "latin1_bin" },
    ]) {
      await cast(demo, "POST", `/instances/${id}/databases`, { databases: [database] });
    }
    await afterAll(demo, id);
    assert.deepEqual(await madeDatabases(demo, id), []);
  },
);

test.on(26, "names-checked-by-guest")("the first refused database stops the following ones", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const databases = ["before", "a.b", "after"].map((name) => ({ name }));
  await cast(demo, "POST", `/instances/${id}/databases`, { databases });
  await afterAll(demo, id);
  assert.deepEqual(await madeDatabases(demo, id), ["before"]);
});

test.on(26, "names-checked-by-guest")("users that MySQL refuses are 202 and never created", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  for (const user of [
    { name: "a/b" },
    { name: " app" },
    { name: "a".repeat(17) },
    { name: "app", password: "a'b" },
    { name: "app", password: "!:bound" },
    { name: "app", host: "localhost" },
    { name: "app", host: "1.2.3.4.5" },
    { name: "app", databases: [{ name: "a.b" }] },
  ]) {
    await cast(demo, "POST", `/instances/${id}/users`, { users: [{ password, ...user }] });
  }
  await afterAll(demo, id);
  assert.deepEqual(await userNames(demo, id), []);
});

test.on(26, "partial-hosts")("a user with a partial address as host is 202 and never created", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  for (const host of ["10.%", "%10", "192.168.%"]) {
    await cast(demo, "POST", `/instances/${id}/users`, { users: [{ name: "app", password, host }] });
  }
  await afterAll(demo, id);
  assert.deepEqual(await userNames(demo, id), []);
});

test.on(26, "names-checked-by-guest")("an invalid database in a create does not stop its users", async ({ demo }) => {
  const { id } = await activeInstance(demo, {
    databases: [{ name: "before" }, { name: "a.b" }, { name: "after" }],
    users: [{ name: "app", password }],
  });
  await listed(() => userNames(demo, id), "app@%");
  assert.deepEqual(await databaseNames(demo, id), ["before"]);
});

test.on(26, "names-checked-by-guest")(
  "a name that MySQL would not take is asked of the guest, 400",
  async ({ demo }) => {
    const { id } = await activeInstance(demo);
    const message = /^An error occurred communicating with the guest: Username a\/b is not valid: /;
    for (const answer of [
      await demo.get(userPath(id, "a/b@%")),
      await demo.delete(userPath(id, "a/b@%")),
      await demo.put(userPath(id, "a/b@%"), { user: { password } }),
      await demo.put(`/instances/${id}/users`, { users: [{ name: "a/b", password }] }),
    ]) {
      assertFault(answer, 400, "badRequest", message);
    }
  },
);

test.on(26, "names-checked-by-guest")(
  "a rename that MySQL takes and Trove does not breaks the list",
  async ({ demo }) => {
    const { id } = await activeInstance(demo, { users: [{ name: "app", password }] });
    await listed(() => userNames(demo, id), "app@%");
    await cast(demo, "PUT", userPath(id, "app@%"), { user: { name: "a/b" } });
    await afterAll(demo, id);
    const broken = "An error occurred communicating with the guest: 'a/b' is not a valid user name..";
    assertFault(await demo.get(`/instances/${id}/users`), 400, "badRequest", broken);
    assert.equal((await demo.get(userPath(id, "app@%"))).status, 404);
  },
);

test("a password with a quote is 202, and the new name in the same request is not set", async ({ demo }) => {
  const { id } = await activeInstance(demo, { users: [{ name: "app", password }] });
  await listed(() => userNames(demo, id), "app@%");
  await cast(demo, "PUT", userPath(id, "app@%"), { user: { name: "new", password: "a'b" } });
  await afterAll(demo, id);
  assert.deepEqual(await userNames(demo, id), ["app@%"]);
});

test("a marker that breaks the guest's SQL is 400", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  for (const marker of ["it's", "a😀1", "a :b1"]) {
    for (const what of ["databases", "users"]) {
      const answer = await demo.get(`/instances/${id}/${what}?marker=${encodeURIComponent(marker)}`);
      assertFault(answer, 400, "badRequest", /^An error occurred communicating with the guest: /);
    }
  }
});

test.on(26, "names-checked-by-guest")(
  "a name that breaks the guest's SQL is neither created nor looked up",
  async ({ demo }) => {
    const { id } = await activeInstance(demo);
    for (const name of ["it's", "a :b1"]) {
      for (const [what, body] of [
        ["databases", { databases: [{ name }] }],
        ["users", { users: [{ name, password }] }],
      ] as const) {
        const answer = await demo.post(`/instances/${id}/${what}`, body);
        assertFault(answer, 400, "badRequest", /^An error occurred communicating with the guest: /);
      }
    }
    const deleted = await demo.delete(`/instances/${id}/databases/it's`);
    assertFault(deleted, 400, "badRequest", /^An error occurred communicating with the guest: /);
    // The refusal quotes it, and cannot be stored.
    const emoji = await demo.post(`/instances/${id}/databases`, { databases: [{ name: "a😀1" }] });
    assertFault(emoji, 500, "instanceFault", /^Internal Server Error/);
  },
);

test("a grant on an invalid name is the guest agent's 400 and stops the following ones", async ({ demo }) => {
  const { id } = await activeInstance(demo, { users: [{ name: "app", password }] });
  await listed(() => userNames(demo, id), "app@%");
  const grant = (...names: string[]) =>
    demo.put(`${userPath(id, "app@%")}/databases`, { databases: names.map((name) => ({ name })) });
  const refused = (name: string) =>
    `An error occurred communicating with the guest: Grant access to ${name} is not allowed.`;
  assertFault(await grant("a.b"), 400, "badRequest", refused("a.b"));
  assertFault(await grant("mysql"), 400, "badRequest", refused("mysql"));
  assertFault(await grant("shop", "a", "news"), 400, "badRequest", refused("a"));
  assert.deepEqual(await grants(demo, id, "app@%"), ["shop"]);
  assert.equal((await grant("news", "mysql")).status, 202);
  assert.deepEqual(await grants(demo, id, "app@%"), ["mysql", "news", "shop"], "only the first is compared");
});
