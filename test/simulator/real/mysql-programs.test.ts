import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { findMySqlPrograms, programFor } from "../../../simulator/guest/real/mysql/mysql-programs.ts";

const MARIADB = "mysqld  Ver 10.11.14-MariaDB-ubu2204 for debian-linux-gnu on x86_64 (mariadb.org binary distribution)";
const MYSQL = "/usr/sbin/mysqld  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL)";

test("tells MySQL from MariaDB by the version, whatever the program is called", async (t) => {
  const folder = await temporaryFolder(t);
  await install(join(folder, "one/bin"), "mysqld", MARIADB);
  await install(join(folder, "one/bin"), "mariadb-install-db", "");
  await install(join(folder, "two/bin"), "mysqld", MYSQL);
  const { mariadb, mysql, missing } = await findMySqlPrograms(`${folder}/one/bin:${folder}/two/bin`);
  assert.deepEqual(missing, {});
  assert.deepEqual([mariadb?.program, mariadb?.path], ["MariaDB 10.11.14", `${folder}/one/bin/mysqld`]);
  assert.equal(mariadb?.installer, `${folder}/one/bin/mariadb-install-db`);
  assert.deepEqual([mysql?.program, mysql?.path], ["MySQL 8.4.6", `${folder}/two/bin/mysqld`]);
});

test("names a server that is too old", async (t) => {
  const folder = await temporaryFolder(t);
  await install(folder, "mysqld", "mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))");
  await install(folder, "mariadbd", "mariadbd  Ver 10.3.39-MariaDB for Linux on x86_64 (MariaDB Server)");
  const { mariadb, mysql, missing } = await findMySqlPrograms(folder);
  assert.deepEqual([mariadb, mysql], [undefined, undefined]);
  assert.deepEqual(missing, {
    mariadb: `MariaDB 10.3.39 (${folder}/mariadbd) is too old: install 10.4.1 or later`,
    mysql: `MySQL 5.7.44 (${folder}/mysqld) is too old: install 8.0.23 or later`,
  });
});

test("passes over programs that fail or are no database servers", async (t) => {
  const folder = await temporaryFolder(t);
  await install(join(folder, "one"), "mysqld", "exit 1");
  await install(join(folder, "two"), "mysqld", "a wrapper of something else");
  await install(join(folder, "three"), "mysqld", MYSQL);
  const { mysql } = await findMySqlPrograms(`${folder}/one:${folder}/two::${folder}/three`);
  assert.equal(mysql?.path, `${folder}/three/mysqld`);
});

test("MariaDB serves the datastore mysql where MySQL is missing, and a line says so", () => {
  const mariadb = { kind: "mariadb", program: "MariaDB 10.11.14", path: "/usr/sbin/mariadbd", installer: "x" } as const;
  const mysql = { kind: "mysql", program: "MySQL 8.4.6", path: "/usr/sbin/mysqld", installer: undefined } as const;
  const missing = {
    mysql: "no MySQL server: install mysql-server",
    mariadb: "no MariaDB server: install mariadb-server",
  };
  assert.deepEqual(programFor("mysql", { mariadb, mysql, missing: {} }), { program: mysql });
  assert.deepEqual(programFor("mariadb", { mariadb, missing }), { program: mariadb });
  assert.deepEqual(programFor("mysql", { mariadb, missing }), {
    program: mariadb,
    note: "The datastore mysql is served by MariaDB 10.11.14 (no MySQL server: install mysql-server)",
  });
  assert.deepEqual(programFor("mariadb", { mysql, missing }), {
    note: "No server for the datastore mariadb: no MariaDB server: install mariadb-server",
  });
});

async function install(folder: string, name: string, output: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = output.startsWith("exit") ? output : `echo '${output}'`;
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "programs-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
