import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../client.ts";
import { type RealCloud, type Shop, startRealCloud } from "./cloud.ts";
import { DATASTORES, type Datastore, refusal } from "./programs.ts";

let cloud: RealCloud;
before(async () => {
  cloud = await startRealCloud();
});
after(() => cloud.simulator.stop());

/** Settings of each kind, with the values that the server shows for them. */
const GROUPS = {
  mariadb: {
    show: (name: string) => `SELECT @@GLOBAL.${name}`,
    dynamic: { name: "wait_timeout", before: "28800", value: 4321, after: "4321" },
    // Dynamic in the server; Trove demands a restart.
    restart: { name: "innodb_open_files", value: 222, after: "222" },
    refused: { lower_case_table_names: 2, innodb_flush_method: "no_such_method" },
  },
  postgresql: {
    show: (name: string) => `SHOW ${name}`,
    dynamic: { name: "work_mem", before: "4MB", value: "7MB", after: "7MB" },
    restart: { name: "max_connections", value: 33, after: "33" },
    // A setting of PostgreSQL 12.
    refused: { wal_keep_segments: 5 },
  },
} as const;

for (const datastore of DATASTORES) {
  const { name, skip, versions } = datastore;

  test(`${name}: rows survive restart, resizes and an upgrade`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await shop.open();
    const changes: readonly [item: string, method: string, path: string, body: unknown][] = [
      ["restart", "POST", "/action", { restart: {} }],
      ["flavor", "POST", "/action", { resize: { flavorRef: "2" } }],
      ["volume", "POST", "/action", { resize: { volume: { size: 2 } } }],
      ["upgrade", "PUT", "", { instance: { datastore_version: versions[1] } }],
    ];
    const { address } = shop;
    for (const [item, ...change] of changes) {
      await shop.order(item);
      await shop.change(...change);
      assert.equal(shop.address, address);
    }
    assert.deepEqual(
      await shop.orders(),
      changes.map(([item]) => item),
    );
    assert.deepEqual([shop.record.flavor, shop.record.volume.size, shop.record.version.name], ["2", 2, versions[1]]);
  });

  test(`${name}: a group's settings apply at once, or after a restart`, { skip }, async () => {
    const { show, dynamic, restart, refused } = GROUPS[name];
    const shop = await cloud.createShop(datastore);
    await shop.open();
    await shop.order("tea");
    const shows = async (setting: string) => (await shop.query(show(setting)))[0];
    const initial = await shows(restart.name);
    assert.equal(await shows(dynamic.name), dynamic.before);
    const values = { [dynamic.name]: dynamic.value, [restart.name]: restart.value, ...refused };
    const configuration = await group(datastore, values);
    await shop.send("PUT", "", { instance: { configuration } });
    assert.equal(shop.record.status, "RESTART_REQUIRED");
    await until("the setting applies", async () => (await shows(dynamic.name)) === dynamic.after);
    assert.equal(await shows(restart.name), initial);
    await shop.change("POST", "/action", { restart: {} });
    assert.deepEqual([await shows(dynamic.name), await shows(restart.name)], [dynamic.after, restart.after]);
    assert.deepEqual(await shop.orders(), ["tea"]);
    await shop.send("PUT", "", { instance: { configuration: null } });
    await until("the default applies", async () => (await shows(dynamic.name)) === dynamic.before);
  });

  test(`${name}: a backup restores the rows of its time, without the instance`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await shop.open();
    await shop.order("tea");
    const full = await backup(shop);
    await shop.order("milk");
    const incremental = await backup(shop, { parent_id: full });
    await shop.order("jam");
    await shop.send("PUT", "/users", { users: [{ name: "app", password: "later" }] });
    const restored = await restore(datastore, full);
    assert.deepEqual(await restored.orders(), ["tea"]);
    await shop.send("DELETE", "");
    await until("the instance is gone", () => cloud.simulator.instance(shop.id) === undefined);
    const [first, second] = await Promise.all([restore(datastore, full), restore(datastore, incremental)]);
    assert.deepEqual([await first.orders(), await second.orders()], [["tea"], ["tea", "milk"]]);
    await second.order("salt");
    assert.deepEqual(await restored.orders(), ["tea"]);
    assert.equal(await refusal(first.connect({ password: "later" })), datastore.denied);
    assert.deepEqual((await second.send("GET", "/users/app")).user.databases, [{ name: "shop" }]);
  });

  test(`${name}: a backup can be deleted while it is restored`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await shop.open();
    await shop.order("tea");
    const id = await backup(shop);
    const created = cloud.create({ datastore: { type: name }, restorePoint: { backupRef: id } });
    const restored = cloud.shop(datastore, await created);
    assert.equal((await cloud.send("DELETE", `/backups/${id}`)).status, 202);
    await until("the backup is gone", () => cloud.simulator.backup(id) === undefined);
    await restored.isActive();
    assert.deepEqual(await restored.orders(), ["tea"]);
  });

  test(`${name}: a backup is taken while a program writes`, { skip }, async () => {
    const shop = await cloud.createShop(datastore);
    await shop.open();
    const session = await shop.connect();
    let written = 0;
    let isOver = false;
    const writes = (async () => {
      for (; !isOver; written++) await session.values("INSERT INTO orders (item) VALUES ('tea')");
    })();
    await until("rows are there", () => written > 10);
    const before = written;
    const id = await backup(shop);
    isOver = true;
    await writes;
    await session.end();
    const [count] = await (await restore(datastore, id)).query("SELECT count(*) FROM orders");
    assert.ok(Number(count) >= before && Number(count) <= written, `${before} <= ${count} <= ${written}`);
  });
}

async function group({ name, versions }: Datastore, values: object): Promise<string> {
  const datastore = { type: name, version: versions[0] };
  const { status, body } = await cloud.send("POST", "/configurations", {
    configuration: { name: "tuned", values, datastore },
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body.configuration.id;
}

async function backup({ id: instance }: Shop, fields: object = {}): Promise<string> {
  const { status, body } = await cloud.send("POST", "/backups", { backup: { name: "nightly", instance, ...fields } });
  assert.equal(status, 202, JSON.stringify(body));
  const { id } = body.backup;
  await until("the backup is complete", () => cloud.simulator.backup(id)?.state === "COMPLETED");
  return id;
}

function restore(datastore: Datastore, backupRef: string): Promise<Shop> {
  return cloud.createShopFrom(datastore, { restorePoint: { backupRef } });
}
