import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { contract } from "../support/cloud-contract.ts";
import { databaseNames, listed, unlisted } from "../support/cloud-guest.ts";
import { activeInstance, assertFault, createInstance, settled, type WireInstance } from "../support/cloud-instances.ts";
import { guestLag } from "../support/cloud-options.ts";
import { differs } from "../support/differences.ts";

let mysql: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  mysql = await activeInstance(demo, { name: "mysql", databases: [{ name: "shop" }] });
  await listed(() => databaseNames(demo, mysql.id), "shop");
});
const path = (name = "") => `/instances/${mysql.id}/databases${name === "" ? "" : `/${encodeURIComponent(name)}`}`;

test("the guest agent creates databases after the 202; lists show no charset", async ({ demo }) => {
  const databases = [{ name: "first" }, { name: "sec-ond", character_set: "utf8mb4", collate: "utf8mb4_general_ci" }];
  const answer = await demo.post(path(), { databases });
  assert.deepEqual([answer.status, answer.text, answer.headers.get("content-length")], [202, "", "0"]);
  await listed(() => databaseNames(demo, mysql.id), "first", "sec-ond");
  const list = await demo.get<{ databases: object[] }>(path());
  assert.deepEqual(
    list.body.databases.map((database) => Object.keys(database)),
    [["name"], ["name"], ["name"]],
  );
});

test("an existing database is 400, one that is being created is 202 again", async ({ demo }) => {
  const message = 'A database with the name "shop" already exists.';
  assertFault(await demo.post(path(), { databases: [{ name: "shop" }] }), 400, "badRequest", message);
  const some = { databases: [{ name: "unmade" }, { name: "shop" }] };
  assertFault(await demo.post(path(), some), 400, "badRequest", message);
  if (guestLag() >= 1) {
    for (let time = 0; time < 2; time++) {
      assert.equal((await demo.post(path(), { databases: [{ name: "twice" }] })).status, 202);
    }
    await listed(() => databaseNames(demo, mysql.id), "twice");
  }
  assert.ok(!(await databaseNames(demo, mysql.id)).includes("unmade"));
});

const reserved =
  "Database name \"sys\" is on the reserved list: ['mysql', 'information_schema', 'performance_schema', 'sys'].";
const refused: readonly (readonly [databases: readonly object[], message: string])[] = [
  [[{ name: "sys" }], reserved],
  [[{}], "Validation error: databases[0] 'name' is a required property"],
  [
    [{ name: "both" }, { name: "both" }],
    "Two or more databases share the same name in the initial databases list. " +
      "Please correct the names or remove the duplicate entries.",
  ],
];

test("a reserved or duplicate name is 400", async ({ demo }) => {
  for (const [databases, message] of refused) {
    assertFault(await demo.post(path(), { databases }), 400, "badRequest", message);
  }
});

const impossible = ["a", "a.b", "a%b"];

test.on(18, "names-checked-by-guest")("a name that MySQL would not take is 400", async ({ demo }) => {
  for (const name of impossible) {
    const answer = await demo.post(path(), { databases: [{ name }] });
    assertFault(answer, 400, "badRequest", `'${name}' is not a valid schema name.`);
  }
});

test("an empty list is 202, an empty object 500", async ({ demo }) => {
  assert.equal((await demo.post(path(), { databases: [] })).status, 202);
  assertFault(await demo.post(path(), {}), 500, "instanceFault", /^Internal Server Error/);
});

test("creates, lists and drops names with spaces and symbols", async ({ demo }) => {
  const names = ["a b", "a#b", "a?b", "a@b"];
  const extra = { nonsense: 1, databases: names.map((name) => ({ name, nonsense: 2 })) };
  assert.equal((await demo.post(path(), extra)).status, 202);
  await listed(() => databaseNames(demo, mysql.id), ...names);
  for (const name of names) assert.equal((await demo.delete(path(name))).status, 202);
  await unlisted(() => databaseNames(demo, mysql.id), ...names);
});

test("a dropped database is listed until the guest agent drops it, then it is 404", async ({ demo }) => {
  await demo.post(path(), { databases: [{ name: "brief" }] });
  await listed(() => databaseNames(demo, mysql.id), "brief");
  assert.equal((await demo.delete(path("brief"))).status, 202);
  if (guestLag() >= 1) {
    const again = await demo.post(path(), { databases: [{ name: "brief" }] });
    assertFault(again, 400, "badRequest", 'A database with the name "brief" already exists.');
  }
  await unlisted(() => databaseNames(demo, mysql.id), "brief");
  const message = "Database brief cannot be found on the instance.";
  assertFault(await demo.delete(path("brief")), 404, "itemNotFound", message);
});

test("refuses to drop a reserved or invalid name", async ({ demo }) => {
  const message = `Database delete error: Cannot delete database: ${reserved.replace("sys", "mysql")}`;
  assertFault(await demo.delete(path("mysql")), 400, "badRequest", message);
  const [status, key, answer] = differs("names-checked-by-guest", {
    18: [400, "badRequest", "Database delete error: 'a' is not a valid schema name."],
    26: [404, "itemNotFound", "Database a cannot be found on the instance."],
  } as const);
  assertFault(await demo.delete(path("a")), status, key, answer);
});

test("a GET of one database is 501", async ({ demo }) => {
  const message = "The server has either erred or is incapable of performing the requested operation.";
  assertFault(await demo.get(path("shop")), 501, "notImplemented", message);
});

test("databases of an instance that is not running are 422", async ({ demo }) => {
  const { id } = await createInstance(demo);
  for (const answer of [
    await demo.get(`/instances/${id}/databases`),
    await demo.post(`/instances/${id}/databases`, { databases: [{ name: "early" }] }),
  ]) {
    assertFault(answer, 422, "unprocessableEntity", new RegExp(`^Instance ${id} is not ready`));
  }
  await settled(demo, id);
});

test("root is enabled with a password that is shown once, and disabled again", async ({ demo }) => {
  const root = `/instances/${mysql.id}/root`;
  assert.deepEqual((await demo.get(root)).body, { rootEnabled: false });
  const never = "Root user has never been enabled on the instance.";
  assertFault(await demo.delete(root), 404, "itemNotFound", never);
  const given = await demo.post<object>(root, { password: "secret1" });
  assert.deepEqual([given.status, given.body], [200, { user: { name: "root", password: "secret1" } }]);
  const made = await demo.request<{ user: { password: string } }>("POST", root);
  assert.equal(made.status, 200);
  assert.notEqual(made.body.user.password, "secret1");
  // Trove's database stores whole seconds: in the second of the enable, 26 ignores the disable.
  await sleep(1100);
  assert.equal((await demo.delete(root)).status, 204);
  assert.deepEqual((await demo.get(root)).body, {
    rootEnabled: differs("root-forgotten", { 18: true, 26: false }),
  });
  const again = await demo.delete(root);
  if (differs("root-forgotten", { 18: false, 26: true })) assertFault(again, 404, "itemNotFound", never);
  else assert.equal(again.status, 204);
  assert.equal((await demo.post(root, {})).status, 200);
  assert.deepEqual((await demo.get(root)).body, { rootEnabled: true });
});
