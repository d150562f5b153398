import assert from "node:assert/strict";
import { after, test } from "node:test";
import { create, createShop, removeTemplate, rows, skip } from "./mariadb-fixture.ts";

after(removeTemplate);

test("ten servers start at once, each with data of its own", { skip }, async (t) => {
  const servers = await Promise.all(Array.from({ length: 10 }, async () => (await create(t)).start()));
  const ids = await Promise.all(
    servers.map(async (one, index) => {
      await one.server.createDatabase({ name: `db${index}`, characterSet: undefined, collate: undefined });
      await one.server.enableRoot("secret");
      const root = await one.connect("root", "secret");
      const databases = await rows(root, "SHOW DATABASES LIKE 'db%'");
      assert.deepEqual(
        databases.map((row) => Object.values(row)),
        [[`db${index}`]],
      );
      return (await rows(root, "SELECT @@server_id AS id"))[0]?.id;
    }),
  );
  assert.equal(new Set(ids).size, 10);
});

test("a stopped server has ended, and its rows are there after the next start", { skip }, async (t) => {
  const shop = await createShop(t);
  const program = await shop.connect("app", "secret", "shop");
  await program.query("INSERT INTO orders (item) VALUES ('tea')");
  const { pid, ended } = shop.server;
  await shop.server.stop();
  await ended;
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  await assert.rejects(shop.connect("app", "secret"), { code: "ECONNREFUSED" });
  await shop.start();
  assert.deepEqual(await rows(await shop.connect("app", "secret", "shop"), "SELECT item FROM orders"), [
    { item: "tea" },
  ]);
});

test("a killed server recovers what was committed", { skip }, async (t) => {
  const shop = await createShop(t);
  const program = await shop.connect("app", "secret", "shop");
  for (let id = 1; id <= 100; id++) await program.query("INSERT INTO orders (item) VALUES ('tea')");
  await program.query("BEGIN");
  await program.query("DELETE FROM orders");
  process.kill(shop.server.pid, "SIGKILL");
  await shop.server.ended;
  await shop.start();
  assert.deepEqual(await rows(await shop.connect("app", "secret", "shop"), "SELECT COUNT(*) AS n FROM orders"), [
    { n: 100 },
  ]);
});

test("a server that cannot start throws the end of its log", { skip }, async (t) => {
  const first = await (await create(t)).start();
  const second = await create(t);
  const { address, port } = first.place;
  Object.assign(second, { place: { ...second.place, address, port } });
  await assert.rejects(
    second.start({ max_connections: 50 }),
    /^Error: MariaDB .* did not start.*Address already in use/s,
  );
});

test("settings apply: some at once, some at the next start, and missing ones are reset", { skip }, async (t) => {
  const shop = await (await create(t)).start({ max_connections: 50, innodb_open_files: 300 });
  await shop.server.enableRoot("secret");
  assert.deepEqual(await variables(shop), { connections: 50, files: 300, pool: 8, local: 1 });
  const changed = { local_infile: false, innodb_open_files: 200, innodb_buffer_pool_size: 16 * 1024 * 1024 };
  await shop.server.configure(changed);
  assert.deepEqual(await variables(shop), { connections: 151, files: 300, pool: 16, local: 0 });
  await shop.server.stop();
  await shop.start(changed);
  assert.deepEqual(await variables(shop), { connections: 151, files: 200, pool: 16, local: 0 });
  await shop.server.configure({});
  assert.deepEqual(await variables(shop), { connections: 151, files: 200, pool: 8, local: 1 });
});

test("skips settings that the server refuses or does not know, and no others", {
  skip,
}, async (t) => {
  const settings = {
    unknown_setting: 1,
    innodb_page_size: 8192,
    collation_server: "klingon_ci",
    wait_timeout: 77,
    autocommit: false,
    innodb_open_files: 300,
    innodb_buffer_pool_size: 16 * 1024 * 1024,
  };
  const shop = await (await create(t)).start(settings);
  await shop.server.configure({ ...settings, wait_timeout: 88 });
  await shop.server.enableRoot("secret");
  assert.deepEqual(await variables(shop), { connections: 151, files: 300, pool: 16, local: 1 });
  const root = await shop.connect("root", "secret");
  const [row] = await rows(root, "SELECT @@wait_timeout AS seconds, @@autocommit AS auto");
  assert.deepEqual(row, { seconds: 88, auto: 0 });
});

test("no setting changes where a server runs", { skip }, async (t) => {
  const settings = {
    port: 1,
    bind_address: "0.0.0.0",
    datadir: "/tmp",
    server_id: 7,
    skip_name_resolve: false,
    log_bin: "x",
  };
  const shop = await (await create(t)).start(settings);
  await shop.server.configure(settings);
  await shop.server.enableRoot("secret");
  const root = await shop.connect("root", "secret");
  const [row] = await rows(
    root,
    "SELECT @@port AS port, @@bind_address AS address, @@server_id AS id, @@skip_name_resolve AS ips",
  );
  const { port, address } = shop.place;
  assert.deepEqual({ ...row, id: 0 }, { port, address, id: 0, ips: 1 });
  assert.notEqual(row?.id, 7);
});

test("a server whose superuser was dropped still starts, and refuses what Trove sends", { skip }, async (t) => {
  const shop = await createShop(t);
  await shop.server.enableRoot("secret");
  await (await shop.connect("root", "secret")).query("DROP USER os_admin@localhost");
  await assert.rejects(shop.server.dropDatabase("shop"), /Access denied for user 'os_admin'/);
  await shop.server.stop();
  await shop.start();
  await shop.connect("app", "secret", "shop");
});

async function variables(shop: Awaited<ReturnType<typeof create>>): Promise<unknown> {
  const root = await shop.connect("root", "secret");
  const [row] = await rows(
    root,
    `SELECT @@GLOBAL.max_connections AS connections, @@innodb_open_files AS files, @@local_infile AS local,
      CAST(@@innodb_buffer_pool_size / 1048576 AS INT) AS pool`,
  );
  return row;
}
