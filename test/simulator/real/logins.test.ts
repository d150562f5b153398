import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../client.ts";
import { type RealCloud, startRealCloud } from "./cloud.ts";
import { DATASTORES, mariadb, mysqlServer, postgresql, refusal } from "./programs.ts";

/** MySQL has the character set. */
const withoutGb18030 = mysqlServer.startsWith("MariaDB") ? false : "needs MariaDB behind the datastore mysql";

let cloud: RealCloud;
before(async () => {
  cloud = await startRealCloud();
});
after(() => cloud.simulator.stop());

for (const datastore of DATASTORES) {
  const { name, skip, denied, forbidden } = datastore;
  // MariaDB refuses the database when a session chooses it.
  const closed = name === "mariadb" ? "ER_DBACCESS_DENIED_ERROR" : forbidden;

  test(`${name}: a declared user logs in on the datastore's own port, to its databases`, { skip }, async () => {
    const shop = await cloud.createShop(datastore, { databases: [{ name: "shop" }, { name: "other" }] });
    assert.equal(shop.record.databaseServer.endpoint?.port, datastore.port);
    assert.deepEqual((await shop.send("GET", "")).instance.ip, [shop.address]);
    await shop.open();
    await shop.order("tea");
    assert.deepEqual(await shop.orders(), ["tea"]);
    const into = (database: string) => shop.queryAs({ database }, "CREATE TABLE notes (line INT)");
    assert.equal(await refusal(into("other")), closed);
    await shop.send("PUT", "/users/app/databases", { databases: [{ name: "other" }] });
    await into("other");
    await shop.send("DELETE", "/users/app/databases/other");
    const refused = await refusal(shop.queryAs({ database: "other" }, "INSERT INTO notes VALUES (1)"));
    assert.equal(refused, closed);
  });

  test(`${name}: a new password replaces the old one, and a dropped user is refused`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await shop.send("PUT", "/users", { users: [{ name: "app", password: "second" }] });
    await until("the password has changed", () => shop.record.user("app", "%")?.password === "second");
    assert.equal(await refusal(shop.connect()), denied);
    await shop.queryAs({ password: "second" }, "SELECT 1");
    await shop.send("DELETE", "/users/app");
    await until("the user is gone", () => shop.record.users.length === 0);
    assert.equal(await refusal(shop.connect({ password: "second" })), denied);
  });

  test(`${name}: a renamed user logs in by the new name, with the same grants`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await shop.send("PUT", "/users/app", { user: { name: "till" } });
    await until("the user has moved", () => shop.record.user("till", "%") !== undefined);
    assert.equal(await refusal(shop.connect()), denied);
    await shop.queryAs({ user: "till" }, "CREATE TABLE orders (id INT)");
  });

  test(`${name}: root logs in while it is enabled`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    const root = { user: "root", database: name === "mariadb" ? "mysql" : "postgres" };
    assert.equal(await refusal(shop.connect({ ...root, password: "guess" })), denied);
    const { user } = await shop.send("POST", "/root");
    await shop.queryAs({ ...root, password: user.password }, "CREATE DATABASE own");
    const again = await shop.send("POST", "/root", { password: "chosen" });
    assert.equal(again.user.password, "chosen");
    assert.equal(await refusal(shop.connect({ ...root, password: user.password })), denied);
    await shop.queryAs({ ...root, password: "chosen" }, "SELECT 1");
    await shop.send("DELETE", "/root");
    assert.equal(await refusal(shop.connect({ ...root, password: "chosen" })), denied);
  });
}

test("mysql: a database that the server refuses is not listed", { skip: withoutGb18030 }, async () => {
  const shop = await cloud.createShop(mariadb, { datastore: { type: "mysql", version: "8.0.29" } });
  await shop.send("POST", "/databases", { databases: [{ name: "odd", character_set: "gb18030" }] });
  await shop.send("POST", "/databases", { databases: [{ name: "even", character_set: "gbk" }] });
  await until("even is there", () => shop.record.databases.some(({ name }) => name === "even"));
  const { databases } = await shop.send("GET", "/databases");
  assert.deepEqual(databases, [{ name: "even" }, { name: "shop" }]);
});

test("postgresql: a user that the server does not drop stays listed", { skip: postgresql.skip }, async () => {
  const shop = await cloud.createShop(postgresql);
  await shop.open();
  await shop.send("DELETE", "/users/app");
  await shop.send("POST", "/users", { users: [{ name: "last", password: "first" }] });
  await until("the later call is done", () => shop.record.user("last", "%") !== undefined);
  assert.deepEqual(
    (await shop.send("GET", "/users")).users.map((user: { name: string }) => user.name),
    ["app", "last"],
  );
  // Trove revokes the grants first.
  await shop.queryAs({ database: "postgres" }, "SELECT 1");
  assert.equal(await refusal(shop.connect()), postgresql.forbidden);
});
