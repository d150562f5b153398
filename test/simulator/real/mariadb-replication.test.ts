import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createShop, type Fixture, removeTemplate, rows, skip } from "./mariadb-fixture.ts";

after(removeTemplate);

test("a replica shows the rows of its source, older and newer ones, and refuses writes", { skip }, async (t) => {
  const source = await createShop(t);
  await order(source, "tea");
  const replica = await source.replica();
  await order(source, "milk");
  await source.server.createUser({ name: "later", host: "%" }, "secret");
  await source.server.grant({ name: "later", host: "%" }, "shop");
  await shows(replica, ["tea", "milk"]);
  await assert.rejects(order(replica, "jam"), /--read-only/);
  await until(() => replica.connect("later", "secret", "shop").then(Boolean, () => false));
});

test("a replica made while a program writes misses nothing", { skip }, async (t) => {
  const source = await createShop(t);
  const program = await source.connect("app", "secret", "shop");
  let isOver = false;
  const writes = (async () => {
    while (!isOver) await program.query("INSERT INTO orders (item) VALUES ('tea')");
  })();
  const replica = await source.replica();
  isOver = true;
  await writes;
  await order(source, "last");
  await shows(replica, await items(source));
});

test("a detached replica has all commits and accepts writes, also after a restart", { skip }, async (t) => {
  const source = await createShop(t);
  const replica = await source.replica();
  const program = await source.connect("app", "secret", "shop");
  for (let count = 0; count < 200; count++) await program.query("INSERT INTO orders (item) VALUES ('tea')");
  await replica.server.detach();
  assert.equal((await items(replica)).length, 200);
  await order(replica, "jam");
  await order(source, "milk");
  await replica.server.stop();
  await replica.start();
  await order(replica, "bread");
  assert.deepEqual((await items(replica)).slice(200), ["jam", "bread"]);
});

test("a replica is detached when its source does not run", { skip }, async (t) => {
  const source = await createShop(t);
  await order(source, "tea");
  const replica = await source.replica();
  await shows(replica, ["tea"]);
  await source.server.stop();
  await replica.server.detach();
  await order(replica, "jam");
});

test("after a restart a replica refuses writes and resumes", { skip }, async (t) => {
  const source = await createShop(t);
  const replica = await source.replica();
  await order(source, "tea");
  await shows(replica, ["tea"]);
  await replica.server.stop();
  await order(source, "milk");
  await replica.start();
  await assert.rejects(order(replica, "jam"), /--read-only/);
  await replica.server.follow(source.source);
  await shows(replica, ["tea", "milk"]);
});

test("a replica that was killed resumes and has each row once", { skip }, async (t) => {
  const source = await createShop(t);
  const replica = await source.replica();
  const program = await source.connect("app", "secret", "shop");
  for (let count = 0; count < 300; count++) {
    await program.query("INSERT INTO orders (item) VALUES ('tea')");
    if (count === 100) process.kill(replica.server.pid, "SIGKILL");
  }
  await replica.server.ended;
  await replica.start();
  await replica.server.follow(source.source);
  await shows(replica, await items(source));
});

test("a source that restarts is followed again", { skip }, async (t) => {
  const source = await createShop(t);
  const replica = await source.replica();
  await source.server.stop();
  await source.start();
  await order(source, "tea");
  await shows(replica, ["tea"]);
});

test("after a promotion the former source and the other replica follow, twice", { skip }, async (t) => {
  const source = await createShop(t);
  await order(source, "tea");
  const [first, second] = [await source.replica(), await source.replica()];
  await promote(first, [source, second]);
  await order(first, "milk");
  for (const one of [source, second]) await shows(one, ["tea", "milk"]);
  await assert.rejects(order(source, "jam"), /--read-only/);
  await promote(source, [first, second]);
  await order(source, "jam");
  for (const one of [first, second]) await shows(one, ["tea", "milk", "jam"]);
});

test("a copy of a replica is a server of its own", { skip }, async (t) => {
  const source = await createShop(t);
  const replica = await source.replica();
  await order(source, "tea");
  await shows(replica, ["tea"]);
  const copy = await (await replica.copy()).start();
  await order(copy, "jam");
  await order(source, "milk");
  await copy.server.enableRoot("secret");
  assert.deepEqual(await rows(await copy.connect("root", "secret"), "SHOW SLAVE STATUS"), []);
  assert.deepEqual(await items(copy), ["tea", "jam"]);
});

async function promote(promoted: Fixture, others: readonly Fixture[]): Promise<void> {
  await promoted.server.detach();
  for (const other of others) await other.server.follow(promoted.source);
}

async function order(fixture: Fixture, item: string): Promise<void> {
  const program = await fixture.connect("app", "secret", "shop");
  await program.query("INSERT INTO orders (item) VALUES (?)", [item]);
}

async function items(fixture: Fixture): Promise<unknown[]> {
  const program = await fixture.connect("app", "secret", "shop");
  const found = await rows(program, "SELECT item FROM orders ORDER BY id");
  program.destroy();
  return found.map(({ item }) => item);
}

async function shows(fixture: Fixture, wanted: readonly unknown[]): Promise<void> {
  await until(async () => (await items(fixture)).length >= wanted.length);
  assert.deepEqual(await items(fixture), wanted);
}

/** Replication takes its time; the test runner limits the wait. */
async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await setTimeout(20);
}
