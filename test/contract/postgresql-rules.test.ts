import assert from "node:assert/strict";
import { brokenGuestRules } from "../../provider/resources/guest/rules/guest-rules.ts";
import { text as schemaText } from "../../provider/resources/rules.ts";
import { contract } from "../support/cloud-contract.ts";
import { grants, madeBefore } from "../support/cloud-guest.ts";
import { activeInstance, assertFault, createBody } from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";
import { differs } from "../support/differences.ts";

// The provider's check refuses the names that PostgreSQL's guest agent does not create unchanged.
const test = contract();
const datastore = { type: "postgresql" };
const password = "secret1";
const since26 = test.on(26, "postgresql-contents");

const names = [
  ...["ab", "a b", "a.b", "a/b", "a\\b", "a:b", "a%b", "%s", "a`b", "a;b", "a,b", "-a", "--ab", "{a}", "$a", "a\tb"],
  ...[" ab", "ab ", "ab\n", "\u00a0ab", "ab\u00a0", "\u001cab", "\u200bab", "a\u0001b", 'a"b', "é1", "日本1"],
  ...["a".repeat(63), "b".repeat(64), `${"é".repeat(31)}c`, `${"é".repeat(31)}dd`, "a😀", "😀a"],
];
const databaseNames = [
  ...names,
  ...["a", "postgres", "template0", "template1", "os_admin", "Postgres", "pg_x", "MySQL", "public", "it's"],
];
const userNames = [...names, "a", "postgres", "Postgres", "Root", "pg_x", "PG_x", "public", "PUBLIC", "none", "None"];

since26("a check refuses the databases that PostgreSQL's guest does not make", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  for (const name of databaseNames) {
    await demo.post(`/instances/${id}/databases`, { databases: [{ name }] });
  }
  const made = await madeBefore(demo, id, "databases");
  for (const name of databaseNames) {
    const passes = brokenGuestRules(["postgresql"], { databases: { [name]: {} } }, undefined).length === 0;
    // Trove's paths cannot express some names that the guest agent creates.
    const canBeDropped = /^[\0-\x7f]+$/.test(name) && !/[./]/.test(name);
    assert.equal(passes, made.has(name) && canBeDropped, `database ${JSON.stringify(name)}`);
  }
});

since26("a check refuses the users that PostgreSQL's guest does not make", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  for (const name of userNames) {
    await demo.post(`/instances/${id}/users`, { users: [{ name, password }] });
  }
  const made = await madeBefore(demo, id, "users");
  for (const name of userNames) {
    const users = { [`${name}@%`]: { password } };
    const passes = brokenGuestRules(["postgresql"], { users }, undefined).length === 0;
    assert.equal(passes, made.has(name), `user ${JSON.stringify(name)}`);
  }
});

since26("a user with a grant on an invalid name is not created, nor are the next ones", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const user = (name: string, database: string) => ({ name, password, databases: [{ name: database }] });
  const users = [user("first", "missing"), user("second", "x"), user("third", "missing")];
  for (const one of users) assert.equal((await demo.post(`/instances/${id}/users`, { users: [one] })).status, 202);
  const both = [user("fourth", "x".repeat(64)), user("fifth", "missing")];
  assert.equal((await demo.post(`/instances/${id}/users`, { users: both })).status, 202);
  const made = await madeBefore(demo, id, "users");
  const names = ["first", "second", "third", "fourth", "fifth"];
  assert.deepEqual(
    names.filter((name) => made.has(name)),
    ["first", "third"],
  );
});

const passwords = [
  "it1's",
  'a"b',
  "a\\b",
  "-:b",
  "%s1",
  "%(x)s",
  "a;b",
  "a/b",
  "é1",
  "a\nb",
  " a ",
  "$$a$$",
  "{a}",
  "a\u0000b",
];

since26("a check refuses the passwords that PostgreSQL's guest cannot set", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  for (const [index, one] of passwords.entries()) {
    await demo.post(`/instances/${id}/users`, { users: [{ name: `user${index}`, password: one }] });
  }
  const made = await madeBefore(demo, id, "users");
  for (const [index, one] of passwords.entries()) {
    const users = { "app@%": { password: one } };
    const passes = schemaText.safeParse(one).success && !brokenGuestRules(["postgresql"], { users }, undefined)[0];
    assert.equal(passes, made.has(`user${index}`), `password ${JSON.stringify(one)}`);
  }
});

const characterSets = [
  ...["utf8", "UTF8", "utf-8", "UTF_8", "Unicode", "utf8mb4", "utf8mb3", "binary1", "utf16", "big5", "gbk", "cp1252"],
  ...["utf8'", "utf8' OWNER = 'app"],
];
const collations = ["en_US.utf8", "utf8_general_ci", "latin1_bin", "en_US.utf8'", "nope", "en_US utf8", 'en_US.utf8"'];

since26("a check refuses the character sets that no PostgreSQL guest makes", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const given = [
    ...characterSets.map((characterSet) => ({ characterSet, collate: undefined })),
    ...collations.map((collate) => ({ characterSet: undefined, collate })),
  ];
  for (const [index, { characterSet, collate }] of given.entries()) {
    const databases = [{ name: `charset${index}`, character_set: characterSet, collate }];
    assert.equal((await demo.post(`/instances/${id}/databases`, { databases })).status, 202);
  }
  const made = await madeBefore(demo, id, "databases");
  for (const [index, declared] of given.entries()) {
    const passes = brokenGuestRules(["postgresql"], { databases: { app: declared } }, undefined).length === 0;
    assert.equal(passes, made.has(`charset${index}`), JSON.stringify(declared));
  }
});

since26("a check refuses the grants that PostgreSQL's guest cannot give", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const databases = ["shop", "it's", "b\\s", "x y", "%s"].map((name) => ({ name }));
  await demo.post(`/instances/${id}/databases`, { databases });
  for (const [index, database] of databases.entries()) {
    await demo.post(`/instances/${id}/users`, { users: [{ name: `user${index}`, password, databases: [database] }] });
  }
  await madeBefore(demo, id, "users");
  for (const [index, { name }] of databases.entries()) {
    const users = { "app@%": { password, databases: [name] } };
    const passes = brokenGuestRules(["postgresql"], { users }, undefined).length === 0;
    assert.deepEqual(await grants(demo, id, `user${index}@%`), passes ? [name] : [], name);
  }
});

const grantees = ["app1", "App_1", "my-app", "a b", "a.b", "日本1"];

since26("a check refuses grants to the users whose grants Trove does not list", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  await demo.post(`/instances/${id}/databases`, { databases: [{ name: "shop" }] });
  for (const name of grantees) {
    await demo.post(`/instances/${id}/users`, { users: [{ name, password, databases: [{ name: "shop" }] }] });
  }
  await madeBefore(demo, id, "users");
  const all = (await allPages<{ name: string; databases: object[] }>(demo, `/instances/${id}/users`, 20)).flat();
  for (const name of grantees) {
    const users = { [`${name}@%`]: { password, databases: ["shop"] } };
    const passes = brokenGuestRules(["postgresql"], { users }, undefined).length === 0;
    assert.deepEqual(await grants(demo, id, `${name}@%`), passes ? ["shop"] : [], name);
    assert.deepEqual(all.find((user) => user.name === name)?.databases, passes ? [{ name: "shop" }] : [], name);
  }
});

/** Names that PostgreSQL accepts and MySQL's rules, which Trove 18 applies to every create, refuse. */
const beyondMySql: readonly (readonly [declared: object, message: RegExp])[] = [
  [{ users: [{ name: "a".repeat(17), password }] }, /User name 'a{17}' is too long\. Max length = 16/],
  [{ users: [{ name: "app", password: "a/b" }] }, /'a\/b' is not a valid password/],
  [{ databases: [{ name: "a.b" }] }, /'a\.b' is not a valid schema name/],
  [{ databases: [{ name: "app", character_set: "UTF8" }] }, /'UTF8' not a valid character set/],
  [{ databases: [{ name: "app", collate: "en_US.utf8" }] }, /'en_US\.utf8' not a valid collation/],
];

test("before 23, a create of PostgreSQL is checked by MySQL's rules", async ({ demo }) => {
  for (const [declared, message] of beyondMySql) {
    const answer = await demo.post("/instances", createBody({ datastore, ...declared }));
    if (differs("names-checked-by-guest", { 18: true, 26: false })) assertFault(answer, 400, "badRequest", message);
    else assert.equal(answer.status, 200, answer.text);
  }
});

test("a create of PostgreSQL accepts character set utf8 and a name of 16 characters", async ({ demo }) => {
  const declared = {
    databases: [{ name: "app", character_set: "utf8" }],
    users: [{ name: "a".repeat(16), password, databases: [{ name: "app" }] }],
  };
  const answer = await demo.post("/instances", createBody({ datastore, ...declared }));
  assert.equal(answer.status, 200, answer.text);
});
