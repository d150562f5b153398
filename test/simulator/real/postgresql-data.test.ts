import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { APP, connect, type Instance, LOGIN, query, ROOT, refusal, Servers, skip } from "./postgresql-servers.ts";

let servers: Servers;
before(async () => {
  if (!skip) servers = await Servers.create();
});
after(() => servers?.close());

/** Inserts 0, 1, 2, … in a table `t`, each in its own transaction, until `stop`, which returns how many there are. */
async function startWriter(place: Instance["place"]): Promise<{ count(): number; stop(): Promise<void> }> {
  const client = await connect(place, LOGIN);
  await client.query("CREATE TABLE t (i int, filler text)");
  let count = 0;
  let stopped = false;
  const writes = (async () => {
    while (!stopped) {
      await client.query("INSERT INTO t VALUES ($1, repeat('x', 2000))", [count]);
      count++;
    }
  })();
  return {
    count: () => count,
    stop: async () => {
      stopped = true;
      await writes;
      await client.end();
    },
  };
}

async function rowsOf(place: Instance["place"]): Promise<readonly unknown[]> {
  return await query(place, LOGIN, "SELECT count(*)::int AS count, min(i) AS min, max(i) AS max FROM t");
}

/** The rows 0 to count - 1. */
function assertIsPrefix(rows: readonly unknown[], least: number, most: number): void {
  const [row] = rows;
  assert.ok(row instanceof Object && "count" in row && typeof row.count === "number");
  assert.deepEqual(row, { count: row.count, min: 0, max: row.count - 1 });
  assert.ok(row.count >= least && row.count <= most, `${row.count} rows instead of ${least} to ${most}`);
}

test("a copy under writes has all rows from before and none from after", { skip }, async () => {
  const source = await servers.bootWithUser();
  const writer = await startWriter(source.place);
  await waitUntil(() => writer.count() > 50);
  for (let round = 0; round < 3; round++) {
    const least = writer.count();
    const place = await servers.place();
    await source.server.copy(place.data);
    const most = writer.count() + 1;
    const copy = await servers.start(place);
    assertIsPrefix(await rowsOf(place), least, most);
    await query(place, LOGIN, "INSERT INTO t VALUES (-1, '')");
    await copy.stop();
  }
  await writer.stop();
});

test("a copy survives checkpoints and segments that are recycled meanwhile", { skip }, async () => {
  const source = await servers.bootWithUser();
  await source.server.enableRoot(ROOT.password);
  const writer = await startWriter(source.place);
  await waitUntil(() => writer.count() > 0);
  const checkpoints = await connect(source.place, ROOT);
  let stopped = false;
  const loop = (async () => {
    await checkpoints.query("ALTER SYSTEM SET wal_keep_size = 0");
    await checkpoints.query("SELECT pg_reload_conf()");
    while (!stopped) {
      await checkpoints.query("SELECT pg_switch_wal()");
      await checkpoints.query("CHECKPOINT");
    }
  })();
  const least = writer.count();
  const place = await servers.place();
  await source.server.copy(place.data);
  const most = writer.count() + 1;
  stopped = true;
  await loop;
  await checkpoints.end();
  await writer.stop();
  await servers.start(place);
  assertIsPrefix(await rowsOf(place), least, most);
});

test("a replica shows new rows, refuses writes, and accepts them once detached", { skip }, async () => {
  const source = await servers.bootWithUser();
  await query(source.place, LOGIN, "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1)");
  const replica = await servers.replicate(source);
  assert.deepEqual(await query(replica.place, LOGIN, "SELECT i FROM t"), [{ i: 1 }]);
  await assert.rejects(query(replica.place, LOGIN, "INSERT INTO t VALUES (9)"), /read-only transaction/);
  await assert.rejects(replica.server.createDatabase({ ...APP, name: "x" }), refusal(/read-only transaction/));

  await query(source.place, LOGIN, "INSERT INTO t SELECT generate_series(2, 1000)");
  await replica.server.detach();
  assert.deepEqual(await query(replica.place, LOGIN, "SELECT count(*)::int AS n FROM t"), [{ n: 1000 }]);
  await query(replica.place, LOGIN, "INSERT INTO t VALUES (9)");
  await query(source.place, LOGIN, "INSERT INTO t VALUES (10), (11)");
  assert.deepEqual(await query(replica.place, LOGIN, "SELECT count(*)::int AS n FROM t"), [{ n: 1001 }]);
});

test("a replica resumes after a restart of either server", { skip }, async () => {
  const source = await servers.bootWithUser();
  await query(source.place, LOGIN, "CREATE TABLE t (i int)");
  const replica = await servers.replicate(source);
  await replica.server.stop();
  await query(source.place, LOGIN, "INSERT INTO t VALUES (1)");
  await source.server.stop();
  const server = await servers.start(replica.place);
  await server.follow(source.place);
  await servers.start(source.place);
  await waitUntil(async () => (await query(replica.place, LOGIN, "SELECT i FROM t")).length === 1);
});

test("replicas follow the one that is promoted, and so does the former source", { skip }, async () => {
  const source = await servers.bootWithUser();
  await query(source.place, LOGIN, "CREATE TABLE t (i int)");
  const [promoted, sibling] = await Promise.all([servers.replicate(source), servers.replicate(source)]);
  await promoted.server.detach();
  await sibling.server.follow(promoted.place);
  await assert.rejects(source.server.follow(promoted.place), /is no replica/);
  await source.server.stop();
  const former = await servers.replicate(promoted);
  await query(promoted.place, LOGIN, "INSERT INTO t VALUES (1)");
  for (const { place } of [sibling, former]) {
    await waitUntil(async () => (await query(place, LOGIN, "SELECT i FROM t")).length === 1);
  }
});

test("a copy of a replica becomes a server of its own", { skip }, async () => {
  const source = await servers.bootWithUser();
  await query(source.place, LOGIN, "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1)");
  const replica = await servers.replicate(source);
  const place = await servers.place();
  await replica.server.copy(place.data);
  await servers.start(place);
  await query(place, LOGIN, "INSERT INTO t VALUES (2)");
  assert.deepEqual(await query(place, LOGIN, "SELECT i FROM t"), [{ i: 1 }, { i: 2 }]);
});

test("copies start with fewer connections than their source had", { skip }, async () => {
  const source = await servers.bootWithUser({ max_connections: 90 });
  const replica = await servers.replicate(source);
  const place = await servers.place();
  await source.server.copy(place.data);
  await servers.start(place);
  const connections = "SELECT current_setting('max_connections') AS n";
  assert.deepEqual(await query(replica.place, LOGIN, connections), [{ n: "90" }]);
  assert.deepEqual(await query(place, LOGIN, connections), [{ n: "50" }]);
});

/** Fails by the time limit of its test. */
async function waitUntil(isMet: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isMet())) await sleep(20);
}
