import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ServerRefusal } from "../../../simulator/guest/database-server.ts";
import { create, createShop, type Fixture, removeTemplate, rows, skip } from "./mariadb-fixture.ts";

after(removeTemplate);

const app = { name: "app", host: "%" };
const denied = /Access denied/;

test("a program logs in over TCP and uses the database that was granted", { skip }, async (t) => {
  const shop = await createShop(t);
  const program = await shop.connect("app", "secret", "shop");
  await program.query("INSERT INTO orders (item) VALUES ('tea')");
  assert.deepEqual(await rows(program, "SELECT item FROM orders"), [{ item: "tea" }]);
  await shop.server.createDatabase({ name: "other", characterSet: undefined, collate: undefined });
  await assert.rejects(program.query("USE other"), denied);
});

test("a revoked database is closed to new sessions", { skip }, async (t) => {
  const shop = await createShop(t);
  await shop.server.revoke(app, "shop");
  await assert.rejects(shop.connect("app", "secret", "shop"), denied);
});

test("the server judges the host of a user", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  await server.createUser({ name: "remote", host: "10.0.0.1" }, "secret");
  await server.createUser({ name: "local", host: "127.0.0.1" }, "secret");
  await assert.rejects(connect("remote", "secret"), denied);
  await connect("local", "secret");
  await server.renameUser({ name: "remote", host: "10.0.0.1" }, { name: "near", host: "127.0.0.%" });
  await connect("near", "secret");
  await assert.rejects(connect("remote", "secret"), denied);
});

test("a renamed user keeps the grants", { skip }, async (t) => {
  const shop = await createShop(t);
  await shop.server.renameUser(app, { name: "clerk", host: "127.0.0.1" });
  await shop.connect("clerk", "secret", "shop");
});

test("refuses an old password", { skip }, async (t) => {
  const shop = await createShop(t);
  await shop.server.setPassword(app, "changed");
  await assert.rejects(shop.connect("app", "secret"), denied);
  await shop.connect("app", "changed", "shop");
});

test("refuses a dropped user, whose session goes on", { skip }, async (t) => {
  const shop = await createShop(t);
  const program = await shop.connect("app", "secret", "shop");
  await shop.server.dropUser(app);
  await assert.rejects(shop.connect("app", "secret"), denied);
  assert.deepEqual(await rows(program, "SELECT item FROM orders"), []);
});

test("a grant on an underscore covers any character, as Trove does not escape it", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  for (const name of ["my_db", "my2db"]) {
    await server.createDatabase({ name, characterSet: undefined, collate: undefined });
  }
  await server.createUser(app, "secret");
  await server.grant(app, "my_db");
  await connect("app", "secret", "my2db");
});

test("root is what enabling sets, and disabling makes its password unknown", { skip }, async (t) => {
  const shop = await createShop(t);
  await shop.server.enableRoot("first");
  await shop.server.enableRoot("second");
  await assert.rejects(shop.connect("root", "first"), denied);
  const root = await shop.connect("root", "second", "shop");
  await root.query("CREATE USER boss@'%' IDENTIFIED BY 'secret'");
  await root.query("GRANT ALL PRIVILEGES ON *.* TO boss@'%' WITH GRANT OPTION");
  await shop.server.disableRoot();
  await assert.rejects(shop.connect("root", "second"), denied);
});

test("root reads and writes no files of the machine", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  await server.enableRoot("secret");
  const root = await connect("root", "secret");
  assert.deepEqual(await rows(root, "SELECT LOAD_FILE('/etc/passwd') AS text"), [{ text: null }]);
  await assert.rejects(root.query("SELECT 1 INTO OUTFILE '/tmp/mariadb-outfile'"), /secure-file-priv/);
});

test("the superuser and system users are not reachable over TCP", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  await server.enableRoot("secret");
  const root = await connect("root", "secret");
  const users = await rows(root, "SELECT DISTINCT User AS user FROM mysql.user");
  const names = users.map(({ user }) => String(user));
  assert.ok(names.includes("os_admin"));
  for (const name of [...names, "mysql", ""]) await assert.rejects(connect(name, ""), denied, name);
});

test("a new server has only the databases and users that it needs", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  await server.enableRoot("secret");
  const root = await connect("root", "secret");
  assert.deepEqual(
    (await rows(root, "SHOW DATABASES")).map(({ Database }) => Database),
    ["information_schema", "mysql", "performance_schema"],
  );
  const users = await rows(root, "SELECT CONCAT(User, '@', Host) AS user FROM mysql.user ORDER BY 1");
  assert.deepEqual(
    users.map(({ user }) => user),
    ["mariadb.sys@localhost", "os_admin@localhost", "root@%", "trove/replication@127.%"],
  );
});

const unusual = ["two words", "größe", "naïve ?", "漢字", "100%", "a:b", "$1", "-- x", "# x", "(x)", "a?b?c"];

for (const text of unusual) {
  test(`a user has the name and the password ${text}`, { skip }, async (t) => {
    const { server, connect } = await bound(t);
    const user = { name: text, host: "%" };
    await server.createUser(user, text);
    await connect(text, text);
    await server.setPassword(user, `${text}2`);
    await connect(text, `${text}2`);
    await server.dropUser(user);
    await assert.rejects(connect(text, `${text}2`), denied);
  });
}

test("MariaDB takes an emoji in a password, but drops no user with one in the name", {
  skip,
}, async (t) => {
  const { server, connect } = await bound(t);
  const user = { name: "😀", host: "%" };
  await server.createUser(user, "😀😀");
  await connect("😀", "😀😀");
  await assert.rejects(server.dropUser(user), /Invalid utf8mb4 character string/);
});

test("a database has any name that Trove allows", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  await server.createUser(app, "secret");
  for (const name of ["a-b", "with space", "a?b", "a#b", "a@b", "1", "select", "a".repeat(64)]) {
    await server.createDatabase({ name, characterSet: undefined, collate: undefined });
    await server.grant(app, name);
    const program = await connect("app", "secret", name);
    assert.deepEqual(await rows(program, "SELECT DATABASE() AS name"), [{ name }]);
    await server.dropDatabase(name);
  }
  await server.dropUser(app);
});

test("a backslash in a password is an escape, as Trove does not escape it", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  const user = { name: "escaped", host: "%" };
  await server.createUser(user, "old");
  await server.setPassword(user, String.raw`a\bc\\d`);
  await connect("escaped", `a\bc\\d`);
  await server.setPassword(user, "it''s");
  await connect("escaped", "it's");
});

test("a refusal has the message of the server and changes nothing", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  const user = { name: "kept", host: "%" };
  await server.createUser(user, "secret");
  const refusals: readonly (readonly [() => Promise<void>, RegExp])[] = [
    [() => server.createUser(user, "other"), /^Operation CREATE USER failed for 'kept'@'%'$/],
    [() => server.setPassword(user, "it's"), /^You have an error in your SQL syntax/],
    [() => server.dropUser({ name: "missing", host: "%" }), /^Operation DROP USER failed/],
    [() => server.dropDatabase("missing"), /^Can't drop database 'missing'; database doesn't exist$/],
    [() => server.createDatabase({ name: "x", characterSet: "klingon", collate: undefined }), /^Unknown character set/],
    [() => server.grant({ name: "missing", host: "%" }, "x"), /^Can't find any matching row in the user table$/],
    [() => server.revoke(user, "x"), /^There is no such grant defined/],
  ];
  for (const [call, message] of refusals) {
    await assert.rejects(call, (error: unknown) => error instanceof ServerRefusal && message.test(error.message));
  }
  await connect("kept", "secret");
});

test("a database has its character set and collation, and an existing one keeps them", { skip }, async (t) => {
  const { server, connect } = await bound(t);
  await server.createDatabase({ name: "old", characterSet: "utf8", collate: undefined });
  await server.createDatabase({ name: "latin", characterSet: "latin1", collate: "latin1_german1_ci" });
  await server.createDatabase({ name: "latin", characterSet: "utf8mb4", collate: undefined });
  await server.enableRoot("secret");
  const root = await connect("root", "secret");
  const columns = "default_character_set_name AS charset, default_collation_name AS collation";
  assert.deepEqual(
    await rows(
      root,
      `SELECT ${columns} FROM information_schema.schemata WHERE schema_name IN ('old', 'latin') ORDER BY 1`,
    ),
    [
      { charset: "latin1", collation: "latin1_german1_ci" },
      // Its name for utf8 since 10.6.
      { charset: "utf8mb3", collation: "utf8mb3_general_ci" },
    ],
  );
});

interface Bound extends Pick<Fixture, "server"> {
  readonly connect: Fixture["connect"];
}

async function bound(t: Parameters<typeof create>[0]): Promise<Bound> {
  const fixture = await (await create(t)).start();
  return { server: fixture.server, connect: (...login) => fixture.connect(...login) };
}
