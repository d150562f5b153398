import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Connection } from "mysql2/promise";
import { createShop, type Fixture, removeTemplate, rows, skip } from "./mariadb-fixture.ts";

after(removeTemplate);

const DAMAGE = /\[ERROR\]|marked as crashed|corrupt/i;

const COPIES = Number(process.env.COPIES ?? 4);

test("a copy has the data as of then, and later changes touch only one of the two", { skip }, async (t) => {
  const shop = await createShop(t);
  const program = await shop.connect("app", "secret", "shop");
  await program.query("INSERT INTO orders (item) VALUES ('tea')");
  const copy = await shop.copy();
  await program.query("INSERT INTO orders (item) VALUES ('milk')");
  await shop.server.stop();
  await copy.start();
  const other = await copy.connect("app", "secret", "shop");
  await other.query("INSERT INTO orders (item) VALUES ('jam')");
  assert.deepEqual(await rows(other, "SELECT item FROM orders ORDER BY id"), [{ item: "tea" }, { item: "jam" }]);
});

test("a copy has the databases with names like files of replication", { skip }, async (t) => {
  const shop = await createShop(t);
  const names = ["ib_buffer_pool", "relay", "relay_stations"];
  for (const name of names) await shop.server.createDatabase({ name, characterSet: undefined, collate: undefined });
  const copy = await (await shop.copy()).start();
  await copy.server.enableRoot("secret");
  const root = await copy.connect("root", "secret");
  const found = (await rows(root, "SHOW DATABASES")).map(({ Database }) => Database);
  assert.deepEqual(
    names.filter((name) => !found.includes(name)),
    [],
  );
});

test("a copy while programs write has every commit up to one point, and no damage", { skip }, async (t) => {
  const shop = await createShop(t);
  const writers = await Promise.all([0, 1, 2].map((writer) => Writer.start(shop, writer)));
  for (let round = 0; round < COPIES; round++) {
    await Promise.all(writers.map((writer) => writer.progress()));
    const committed = writers.map((writer) => writer.committed);
    const copy = await (await shop.copy()).start();
    const program = await copy.connect("app", "secret", "shop");
    for (const [writer, least] of committed.entries()) await checkRows(program, writer, least);
    await checkTables(program);
    assert.doesNotMatch(await readFile(join(copy.place.sockets, "mysql.log"), "utf8"), DAMAGE);
    await copy.server.stop();
  }
  await Promise.all(writers.map((writer) => writer.stop()));
});

test("a copy while programs change tables starts and is not damaged", { skip }, async (t) => {
  const shop = await createShop(t);
  const program = await shop.connect("app", "secret", "shop");
  let isOver = false;
  const changes = (async () => {
    for (let id = 0; !isOver; id++) {
      await program.query(`CREATE TABLE t${id} (id INT PRIMARY KEY, text TEXT)`);
      await program.query(`INSERT INTO t${id} VALUES (1, REPEAT('x', 20000))`);
      await program.query(`ALTER TABLE t${id} ADD COLUMN more INT FIRST`);
      if (id >= 5) await program.query(`DROP TABLE t${id - 5}`);
    }
  })();
  for (let round = 0; round < COPIES; round++) {
    const copy = await (await shop.copy()).start();
    assert.doesNotMatch(await readFile(join(copy.place.sockets, "mysql.log"), "utf8"), DAMAGE);
    await checkTables(await copy.connect("app", "secret", "shop"));
    await copy.server.stop();
  }
  isOver = true;
  await changes;
});

/** Inserts the same number into two tables in each transaction, and one into tables that have no transactions. */
class Writer {
  committed = 0;
  readonly #program: Connection;
  readonly #name: number;
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  private constructor(program: Connection, name: number) {
    this.#program = program;
    this.#name = name;
  }

  static async start(shop: Fixture, name: number): Promise<Writer> {
    const program = await shop.connect("app", "secret", "shop");
    for (const table of [`a${name}`, `b${name}`]) {
      await program.query(`CREATE TABLE ${table} (id INT PRIMARY KEY, filling TEXT) ENGINE = InnoDB`);
    }
    await program.query(`CREATE TABLE m${name} (id INT PRIMARY KEY, filling TEXT) ENGINE = MyISAM`);
    await program.query(`CREATE TABLE r${name} (id INT PRIMARY KEY, filling TEXT) ENGINE = Aria`);
    const writer = new Writer(program, name);
    writer.#running = writer.#write();
    return writer;
  }

  async #write(): Promise<void> {
    for (let id = 1; !this.#isOver; id++) {
      await this.#program.query("BEGIN");
      await this.#program.query(`INSERT INTO a${this.#name} VALUES (?, REPEAT('a', 5000))`, [id]);
      await this.#program.query(`INSERT INTO b${this.#name} VALUES (?, REPEAT('b', 50))`, [id]);
      await this.#program.query("COMMIT");
      await this.#program.query(`INSERT INTO m${this.#name} VALUES (?, REPEAT('m', 500))`, [id]);
      await this.#program.query(`INSERT INTO r${this.#name} VALUES (?, REPEAT('r', 500))`, [id]);
      this.committed = id;
    }
  }

  /** Resolves after further commits. */
  async progress(): Promise<void> {
    const wanted = this.committed + 20;
    while (this.committed < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }
}

async function checkRows(program: Connection, writer: number, least: number): Promise<void> {
  const counts: number[] = [];
  for (const table of ["a", "b", "m", "r"]) {
    const [row] = await rows(program, `SELECT COUNT(*) AS n, MAX(id) AS last FROM ${table}${writer}`);
    assert.equal(row?.n, row?.last, `${table}${writer} has a gap`);
    counts.push(Number(row?.n));
  }
  const [a = 0, b] = counts;
  assert.equal(a, b);
  assert.ok(
    counts.every((count) => count >= least),
    `${counts} rows, ${least} were committed`,
  );
}

async function checkTables(program: Connection): Promise<void> {
  for (const row of await rows(program, "SHOW TABLES")) {
    const [table] = Object.values(row);
    const checks = await rows(program, `CHECK TABLE ${String(table)} EXTENDED`);
    assert.deepEqual(
      checks.map((check) => check.Msg_text),
      ["OK"],
      String(table),
    );
  }
}
