import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { startSimulator } from "../../../simulator/index.ts";
import { passwordClaim, request, until } from "../client.ts";
import { APP, DECLARED, type Shop, startRealCloud } from "./cloud.ts";
import { DATASTORES, mariadb, postgresql, refusal } from "./programs.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

// In a process of its own, since it changes where the system's temporary folder is.
const [temporary, elsewhere] = [await TemporaryFolder.create(), await TemporaryFolder.create()];
process.env.TMPDIR = temporary.path;
after(async () => {
  for (const folder of [temporary, elsewhere]) await folder.remove();
});

const PROGRAM = join(import.meta.dirname, "../../../simulator/bin.ts");
const withBoth = { skip: mariadb.skip || postgresql.skip };

test("a killed server is shown as down, and a restart of the instance brings back its rows", withBoth, async () => {
  await using cloud = await startRealCloud();
  for (const datastore of DATASTORES) {
    const shop = await cloud.createShop(datastore);
    await shop.open();
    await shop.order("tea");
    const [pid] = temporary.servers(shop.address);
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    await until("it is shown", () => shop.record.operatingStatus !== "HEALTHY");
    const { instance } = await shop.send("GET", "");
    assert.deepEqual([instance.status, instance.operating_status], ["ACTIVE", "SHUTDOWN"]);
    assert.equal((await cloud.send("GET", `/instances/${shop.id}/users`)).status, 422);
    await until("programs are refused", async () => (await refusal(shop.connect())) === "ECONNREFUSED");
    assert.ok(cloud.log.some((line) => line.includes(shop.id) && line.includes("has ended by itself")));
    await shop.change("POST", "/action", { restart: {} });
    assert.deepEqual(await shop.orders(), ["tea"]);
  }
});

test("a server that is killed while its instance is built is shown as down", withBoth, async () => {
  await using cloud = await startRealCloud({ boot: 1 });
  for (const datastore of DATASTORES) {
    const shop = cloud.shop(datastore, await cloud.create({ datastore: { type: datastore.name } }));
    await until("it has an address", () => shop.address !== "");
    await until("the server listens", async () => (await refusal(shop.connect())) === datastore.denied);
    const [pid] = temporary.servers(shop.address);
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    await until("it is shown", () => shop.record.operatingStatus === "SHUTDOWN");
    assert.equal(shop.record.status, "ACTIVE");
  }
});

test("a deletion ends the server and removes its data; stop does so for all", withBoth, async () => {
  await using cloud = await startRealCloud();
  const shops: Shop[] = [];
  for (const datastore of DATASTORES) shops.push(await cloud.createShop(datastore));
  const addresses = shops.map(({ address }) => address);
  assert.deepEqual([temporary.servers().length, (await temporary.dataFolders()).length], [2, 2]);
  for (const shop of shops) await shop.send("DELETE", "");
  await until("the data is gone", async () => (await temporary.dataFolders()).length === 0);
  assert.deepEqual(temporary.servers(), []);
  for (const [index, datastore] of DATASTORES.entries()) {
    assert.equal(await refusal(datastore.connect(addresses[index] ?? "", APP)), "ECONNREFUSED");
    await cloud.createShop(datastore);
  }
  assert.equal(temporary.servers().length, 2);
  await cloud.simulator.stop();
  assert.deepEqual(await temporary.leftovers(), []);
});

test("stop in the middle of everything leaves nothing", withBoth, async () => {
  await using cloud = await startRealCloud();
  const busy: Shop[] = [];
  for (const datastore of DATASTORES) {
    const source = await cloud.createShop(datastore);
    await source.open();
    await cloud.send("POST", "/backups", { backup: { name: "nightly", instance: source.id } });
    busy.push(source);
    await cloud.create({ datastore: { type: datastore.name }, ...DECLARED });
  }
  await until("a backup runs", () => cloud.simulator.backups("demo").every(({ state }) => state !== "NEW"));
  for (const source of busy) {
    await cloud.create({ replica_of: source.id, flavorRef: undefined, volume: undefined }).catch(() => {});
  }
  await until("servers boot", () => cloud.simulator.instances().every(({ addresses }) => addresses.length > 0));
  await cloud.simulator.stop();
  assert.deepEqual(await temporary.leftovers(), []);
});

test("a start that fails leaves nothing", withBoth, async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  assert.ok(address !== null && typeof address === "object");
  assert.equal(await refusal(startSimulator({ databases: "auto", trove: address.port })), "EADDRINUSE");
  other.close();
  assert.deepEqual(await temporary.leftovers(), []);
});

test("SIGKILL of the simulator leaves no server and no data", withBoth, async (t) => {
  const flags = ["--databases", "real", "--boot", "0", "--rate", "100000", "--dir", elsewhere.path];
  const child = spawn(process.execPath, [PROGRAM, ...flags], { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const send = await login(await readFile(join(elsewhere.path, "openrc"), "utf8"));
  for (const type of ["mysql", "mariadb", "postgresql", "postgresql", "mariadb"]) {
    const instance = { name: type, flavorRef: "1", volume: { size: 1 }, datastore: { type } };
    assert.equal((await send("POST", "/instances", { instance })).status, 200);
  }
  await until("five servers run", async () => {
    const { body } = await send("GET", "/instances");
    return body.instances.every(({ status }: { status: string }) => status === "ACTIVE");
  });
  assert.equal(temporary.servers().length, 5);
  child.kill("SIGKILL");
  await until("nothing is left", async () => (await temporary.leftovers()).length === 0);
});

/** Logs in to the project demo of a simulator in another process. Returns a function that sends requests. */
async function login(openrc: string) {
  const [, authUrl = ""] = /OS_AUTH_URL=(\S+)/.exec(openrc) ?? [];
  const [, troveUrl] = /TROVE_SIMULATOR=(\S+)\/_simulator/.exec(openrc) ?? [];
  const scope = { project: { name: "demo", domain: { id: "default" } } };
  const auth = { identity: passwordClaim(), scope };
  const { headers, body } = await request("POST", `${authUrl}/auth/tokens`, { auth });
  const token = headers.get("x-subject-token") ?? "";
  const endpoint = `${troveUrl}/v1.0/${body.token.project.id}`;
  return (method: string, path: string, content?: unknown) => request(method, `${endpoint}${path}`, content, token);
}
