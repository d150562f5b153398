import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../../provider/resources/instance/check/check.ts";
import { startHarness } from "../../instance/harness.ts";
import { inputs } from "../../instance/samples.ts";

const withHosts = (...hosts: readonly string[]): InstanceInputs =>
  inputs({ users: Object.fromEntries(hosts.map((host) => [`app@${host}`, { password: "secret-1" }])) });

test("warns once at preview of users whose host is a host name", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  for (const host of ["db.x", "other.x"]) {
    const { failures } = await check({ ...withHosts("%", host) }, undefined, context);
    assert.deepEqual(failures, []);
  }
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /^users\["app@db\.x"\]: the user's host is a host name, .* such as 10\.0\.0\.%\. Use one/,
  );
});

test("does not warn of addresses, patterns and unchanged users", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  await check({ ...withHosts("%", "10.0.0.1", "10.0.0.%", "%.0.0.1") }, undefined, context);
  await check({ ...withHosts("db.x") }, withHosts("db.x"), context);
  assert.deepEqual(lines, []);
});

test("does not warn of a host name outside a preview", async (t) => {
  const { context, lines } = await startHarness(t);
  await check({ ...withHosts("db.x") }, undefined, context);
  assert.deepEqual(lines, []);
});

test("warns once at preview of hosts that only clouds before 23 accept", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const { failures } = await check({ ...withHosts("10.%", "%.1", "10.0.0.01") }, undefined, context);
  assert.deepEqual(failures, []);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? "",
    /^users\["app@10\.%"\]: the user's host 10\.% does not consist of four numbers .* 10\.0\.0\.%, or % with access\.allowedCidrs/,
  );
});

test("refuses numeric hosts that are not addresses at preview, for MySQL", async (t) => {
  const { context } = await startHarness(t, { preview: true });
  for (const host of ["300.0.0.1", "1.2.3.4.5", "10..1", "10.0.0.250%", "."]) {
    const { failures } = await check({ ...withHosts(host), datastore: { type: "mysql" } }, undefined, context);
    assert.deepEqual(
      failures.map(({ path }) => path),
      [`users["app@${host}"]`],
    );
  }
});

test("warns at preview of what PostgreSQL accepts only with another image", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const databases = { app: { characterSet: "UTF8", collate: "en_US.utf8" } };
  const datastore = { type: "postgresql" };
  await check({ ...inputs({ databases, datastore }) }, undefined, context);
  assert.equal(lines.length, 0);
  const doubtful = { one: { characterSet: "latin1" }, two: { collate: "C" } };
  await check({ ...inputs({ databases: doubtful, datastore }) }, undefined, context);
  assert.deepEqual(
    lines.map((line) => line.split(":", 1)[0]),
    ["databases.one.characterSet", "databases.two.collate"],
  );
});

test("warns at preview of the collation that clouds before 23 refuse", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const databases = { app: { collate: "utf8mb4_0900_ai_ci" } };
  const { failures } = await check({ ...inputs({ databases, datastore: { type: "mysql" } }) }, undefined, context);
  assert.deepEqual(failures, []);
  assert.match(lines.join("\n"), /^databases\.app\.collate: Trove before 23 does not take "utf8mb4_0900_ai_ci"/);
});

test("warns at preview of the character set that MariaDB does not have", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const databases = { app: { characterSet: "gb18030" }, other: { characterSet: "gbk" } };
  await check({ ...inputs({ databases, datastore: { type: "mysql" } }) }, undefined, context);
  assert.equal(lines.length, 0);
  await check({ ...inputs({ databases, datastore: { type: "mariadb" } }) }, undefined, context);
  assert.deepEqual(lines.join("\n"), "databases.app.characterSet: MariaDB has no character set gb18030.");
});

const mariadb = (version: string | undefined, databases: InstanceInputs["databases"]): InstanceInputs =>
  inputs({ databases, datastore: { type: "mariadb", version } });
const BEFORE_20 = "as utf8mb3, and Trove before 20 then lists no databases. Use utf8mb4.";

const unlistable: Readonly<Record<string, readonly [given: InstanceInputs, line: string | undefined]>> = {
  "the default": [mariadb("10.11", { app: {} }), `MariaDB since 10.6 reports the default, utf8, ${BEFORE_20}`],
  "the default of a version without a number": [mariadb("latest", { app: {} }), undefined],
  "the default of an older version": [mariadb("10.5.9", { app: {} }), undefined],
  utf8: [mariadb(undefined, { app: { characterSet: "utf8" } }), `MariaDB since 10.6 reports utf8 ${BEFORE_20}`],
  "utf8 of an older version": [mariadb("10.4.18", { app: { characterSet: "utf8" } }), undefined],
  "another collation": [
    mariadb("11.4", { app: { characterSet: "utf8", collate: "utf8_bin" } }),
    "MariaDB since 10.6 reports utf8mb3_bin, and Trove then lists no databases. Use a collation of utf8mb4.",
  ],
  utf8mb4: [mariadb("11", { app: { characterSet: "utf8mb4", collate: "utf8mb4_bin" } }), undefined],
  utf8mb3: [
    mariadb("10.11", { app: { characterSet: "utf8mb3" } }),
    "Trove before 20 does not take utf8mb3. There, use utf8mb4.",
  ],
};

for (const [what, [given, expected]] of Object.entries(unlistable)) {
  test(`warns at preview if Trove could not list the databases of MariaDB: ${what}`, async (t) => {
    const { context, lines } = await startHarness(t, { preview: true, previewChecks: false });
    const { failures } = await check({ ...given }, undefined, context);
    assert.deepEqual(failures, []);
    const found = lines.map((line) => line.replace(/^databases\.app\.\w+: /, ""));
    assert.deepEqual(found, expected === undefined ? [] : [expected]);
  });
}

test("warns at preview of a grant that reaches another declared database", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const databases = { shop_1: {}, "shop-1": {}, shop11x: {} };
  const granting = (...granted: string[]) =>
    inputs({
      databases,
      users: { "app@%": { password: "secret-1", databases: granted } },
      datastore: { type: "mysql" },
    });
  await check({ ...granting("shop-1", "shop11x") }, undefined, context);
  await check({ ...granting("shop-1", "shop_1") }, undefined, context);
  await check({ ...granting("shop_1") }, granting("shop_1"), context);
  assert.deepEqual(lines, []);
  const { failures } = await check({ ...granting("shop_1") }, undefined, context);
  assert.deepEqual(failures, []);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^users\["app@%"\]\.databases\[0\]: a grant of "shop_1" reaches "shop-1" too, since _ /);
});

test("does not warn of underscores in a grant of PostgreSQL", async (t) => {
  const { context, lines } = await startHarness(t, { preview: true });
  const users = { "app@%": { password: "secret-1", databases: ["shop_1"] } };
  const databases = { shop_1: {}, "shop-1": {} };
  await check({ ...inputs({ databases, users, datastore: { type: "postgresql" } }) }, undefined, context);
  assert.deepEqual(lines, []);
});
