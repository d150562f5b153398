import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ADA, APP, connect, LOGIN, query, ROOT, refusal, Servers, skip } from "./postgresql-servers.ts";

const WRONG_PASSWORD = /password authentication failed/;

let servers: Servers;
before(async () => {
  if (!skip) servers = await Servers.create();
});
after(() => servers?.close());

test("a user with a grant creates a table and reads its rows", { skip }, async () => {
  const { place } = await servers.bootWithUser();
  const rows = await query(place, LOGIN, "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1)", "SELECT i FROM t");
  assert.deepEqual(rows, [{ i: 1 }]);
});

test("a revoked user is refused by the database", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  await server.revoke(ADA, APP.name);
  await assert.rejects(query(place, LOGIN, "SELECT 1"), /permission denied for database "app"/);
  await server.grant(ADA, APP.name);
  await query(place, LOGIN, "CREATE TABLE t (i int)");
});

test("a new password replaces the old one", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  await server.setPassword(ADA, "it's \\ new");
  await assert.rejects(query(place, LOGIN, "SELECT 1"), WRONG_PASSWORD);
  await query(place, { ...LOGIN, password: "it's \\ new" }, "SELECT 1");
});

test("a renamed user keeps its password and grants", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  await server.renameUser(ADA, { name: "Grace", host: "%" });
  await assert.rejects(query(place, LOGIN, "SELECT 1"), WRONG_PASSWORD);
  await query(place, { ...LOGIN, user: "Grace" }, "CREATE TABLE t (i int)");
});

test("a dropped user cannot log in", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  await server.dropUser(ADA);
  await assert.rejects(query(place, LOGIN, "SELECT 1"), WRONG_PASSWORD);
  await server.dropUser(ADA);
});

test("a user that owns a table is not dropped", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  await query(place, LOGIN, "CREATE TABLE t (i int)");
  await assert.rejects(server.dropUser(ADA), refusal(/role "ada" cannot be dropped because some objects depend on it/));
});

test("a database is dropped unless a program is connected", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  const client = await connect(place, LOGIN);
  await assert.rejects(server.dropDatabase(APP.name), refusal(/database "app" is being accessed by other users/));
  await client.end();
  // The server may notice the end of a session later; it waits up to five seconds itself.
  await server.dropDatabase(APP.name);
  await assert.rejects(query(place, LOGIN, "SELECT 1"), /database "app" does not exist/);
});

test("what exists, is missing or has another collation is refused", { skip }, async () => {
  const { server } = await servers.bootWithUser();
  await assert.rejects(server.createDatabase(APP), refusal(/database "app" already exists/));
  await assert.rejects(server.createUser(ADA, "x"), refusal(/role "ada" already exists/));
  await assert.rejects(server.setPassword({ name: "eve", host: "%" }, "x"), refusal(/role "eve" does not exist/));
  await assert.rejects(server.grant({ name: "eve", host: "%" }, APP.name), refusal(/role "eve" does not exist/));
  const latin = { name: "latin", characterSet: "LATIN1", collate: undefined };
  await assert.rejects(server.createDatabase(latin), refusal(/encoding/));
  await assert.rejects(server.createDatabase({ ...APP, name: "x", collate: "xx_XX" }), refusal(/LC_COLLATE|collation/));
  await server.createDatabase({ name: "troves", characterSet: "utf8", collate: "en_US.utf8" });
});

for (const name of ["Größe 大", " a b ", 'quote"d', "back\\slash", "it's", "😀", "select"]) {
  test(`the name ${JSON.stringify(name)} is that of a user and a database`, { skip }, async () => {
    const { place, server } = await servers.boot();
    await server.createDatabase({ ...APP, name });
    await server.createUser({ name, host: "%" }, name);
    await server.grant({ name, host: "%" }, name);
    const rows = await query(
      place,
      { user: name, password: name, database: name },
      "CREATE TABLE t (i int)",
      "SELECT current_user AS user, current_database() AS database",
    );
    assert.deepEqual(rows, [{ user: name, database: name }]);
    await server.stop();
  });
}

test("text sorts and folds as Unicode", { skip }, async () => {
  const { place } = await servers.bootWithUser();
  assert.deepEqual(await query(place, LOGIN, "SELECT upper('größe') AS upper"), [{ upper: "GRÖßE" }]);
});

test("root is let in from its enabling to its disabling, postgres never", { skip }, async () => {
  const { place, server } = await servers.boot();
  await assert.rejects(query(place, ROOT, "SELECT 1"), WRONG_PASSWORD);
  await server.enableRoot(ROOT.password);
  const [row] = await query(place, ROOT, "SELECT current_setting('is_superuser') AS super");
  assert.deepEqual(row, { super: "on" });
  await assert.rejects(query(place, { ...ROOT, user: "postgres" }, "SELECT 1"), /pg_hba.conf rejects connection/);

  await server.enableRoot("another");
  await assert.rejects(query(place, ROOT, "SELECT 1"), WRONG_PASSWORD);
  await server.disableRoot();
  await assert.rejects(query(place, { ...ROOT, password: "another" }, "SELECT 1"), WRONG_PASSWORD);
});

test("a restart keeps the rows", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  await query(place, LOGIN, "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1)");
  const client = await connect(place, LOGIN);
  await server.stop();
  await server.ended;
  await client.end();
  await servers.start(place);
  assert.deepEqual(await query(place, LOGIN, "SELECT i FROM t"), [{ i: 1 }]);
});

test("a killed server starts again, even if its process id is another server's", { skip }, async () => {
  const [{ place, server }, other] = await Promise.all([servers.bootWithUser(), servers.boot()]);
  await query(place, LOGIN, "CREATE TABLE t (i int)", "INSERT INTO t VALUES (1)");
  process.kill(server.pid, "SIGKILL");
  await server.ended;
  const lock = join(place.data, "postmaster.pid");
  await replaceProcessId(lock, other.server.pid);
  for (const name of await readdir(place.sockets)) {
    if (name.endsWith(".lock")) await replaceProcessId(join(place.sockets, name), other.server.pid);
  }
  await servers.start(place);
  assert.deepEqual(await query(place, LOGIN, "SELECT i FROM t"), [{ i: 1 }]);
});

test("a server that cannot start says why", { skip }, async () => {
  const place = await servers.place();
  await assert.rejects(servers.start(place), /PostgreSQL did not start: .*postgresql\.conf/s);
});

const SHOW =
  "SELECT current_setting('max_connections') AS connections, current_setting('work_mem') AS memory, " +
  "current_setting('search_path') AS path, current_setting('port') AS port";

test("settings apply at once or at the next start, and end with the group", { skip }, async () => {
  const { place, server } = await servers.bootWithUser();
  const settings = { max_connections: 77, work_mem: "8MB", search_path: "a, public", port: 1, checkpoint_segments: 3 };
  const before = { connections: "50", memory: "4MB", path: '"$user", public', port: String(place.port) };
  assert.deepEqual(await query(place, LOGIN, SHOW), [before]);
  await server.configure(settings);
  const applied = { ...before, memory: "8MB", path: "a, public" };
  assert.deepEqual(await query(place, LOGIN, SHOW), [applied]);
  await server.stop();
  const again = await servers.start(place, settings);
  assert.deepEqual(await query(place, LOGIN, SHOW), [{ ...applied, connections: "77" }]);
  await again.configure({});
  assert.deepEqual(await query(place, LOGIN, SHOW), [{ ...before, connections: "77" }]);
  await again.stop();
  await servers.start(place);
  assert.deepEqual(await query(place, LOGIN, SHOW), [before]);
});

test("a server starts without settings with which it cannot, and with the others", { skip }, async () => {
  const settings = { max_connections: 3, superuser_reserved_connections: 5, work_mem: "8MB" };
  const { place, server } = await servers.bootWithUser(settings);
  const shown = { connections: "50", memory: "8MB", path: '"$user", public', port: String(place.port) };
  assert.deepEqual(await query(place, LOGIN, SHOW), [shown]);
  await server.stop();
  await servers.start(place, settings);
  assert.deepEqual(await query(place, LOGIN, SHOW), [shown]);
});

test("the embedded cloud manages a server whatever its group says", { skip }, async () => {
  const { place, server } = await servers.bootWithUser({
    synchronous_standby_names: "*",
    exit_on_error: "on",
    statement_timeout: 1,
    search_path: "nowhere",
    standard_conforming_strings: "off",
    nonsense: "x",
  });
  await server.setPassword(ADA, "back\\slash'quote");
  await query(place, { ...LOGIN, password: "back\\slash'quote" }, "SET statement_timeout = 0");
  const copy = await servers.place();
  await server.copy(copy.data);
  await servers.start(copy);
  await query(copy, { ...LOGIN, password: "back\\slash'quote" }, "CREATE TABLE t (i int)");
});

test("what a superuser sets with ALTER SYSTEM survives changes of the group", { skip }, async () => {
  const { place, server } = await servers.boot({ work_mem: "8MB" });
  await server.enableRoot(ROOT.password);
  await query(place, ROOT, "ALTER SYSTEM SET max_connections = 60");
  await server.configure({});
  await server.stop();
  await servers.start(place);
  const [shown] = await query(place, ROOT, SHOW);
  assert.deepEqual(shown, { connections: "60", memory: "4MB", path: '"$user", public', port: String(place.port) });
});

test("twenty servers start at once", { skip }, async () => {
  const instances = await Promise.all(Array.from({ length: 20 }, () => servers.boot()));
  await Promise.all(
    instances.map(async ({ place, server }) => {
      await server.createUser(ADA, LOGIN.password);
      await query(place, { ...LOGIN, database: "postgres" }, "SELECT 1");
      await server.stop();
    }),
  );
});

async function replaceProcessId(file: string, pid: number): Promise<void> {
  await writeFile(file, (await readFile(file, "utf8")).replace(/^\d+/, String(pid)));
}
