import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { type TestContext, test } from "node:test";
import { AddressPool, type Lease } from "../../../../simulator/guest/machine/address-pool.ts";
import { refusalToListen } from "../../../../simulator/guest/machine/listen.ts";
import { CLAIM_PORT } from "../../../../simulator/guest/machine/network-claim.ts";

const POOL = new URL("../../../../simulator/guest/machine/address-pool.ts", import.meta.url);
const withAliases = { skip: process.platform === "linux" ? false : "needs all addresses of 127.0.0.0/8" };

async function open(t: TestContext, preferred?: string): Promise<AddressPool> {
  const pool = await AddressPool.open(preferred);
  t.after(() => pool.close());
  return pool;
}

async function listening(t: TestContext, host: string, port = 0): Promise<number> {
  const server: Server = createServer();
  t.after(() => server.close());
  await once(server.listen({ host, port }), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

/** A port that nothing uses on any address: a port of 0.0.0.0 that was free just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen({ host: "0.0.0.0", port: 0 }), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  server.close();
  return address.port;
}

/** Whether programs and the server can listen there now. */
async function isUsable({ address, port, serverPort }: Lease): Promise<boolean> {
  const refusals = [await refusalToListen(address, port), await refusalToListen(address, serverPort)];
  return port !== serverPort && refusals.every((refusal) => refusal === undefined);
}

test("gives each instance an address of its own, with its datastore's port", withAliases, async (t) => {
  const pool = await open(t);
  const port = await freePort();
  const leases = [await pool.lease(port), await pool.lease(port)];
  const [one, other] = leases;
  assert.notEqual(one?.address, other?.address);
  for (const lease of leases) {
    assert.deepEqual([lease.port, lease.isOwn, lease.reason], [port, true, undefined]);
    assert.equal(`${lease.address.slice(0, lease.address.lastIndexOf("."))}.0/24`, pool.network);
    assert.ok(await isUsable(lease));
  }
});

test("concurrent calls get different addresses", withAliases, async (t) => {
  const pool = await open(t);
  const port = await freePort();
  const leases = await Promise.all(Array.from({ length: 20 }, () => pool.lease(port)));
  assert.equal(new Set(leases.map(({ address }) => address)).size, 20);
});

test("does not use a released address again until all others were used", withAliases, async (t) => {
  const pool = await open(t);
  const port = await freePort();
  const first = await pool.lease(port);
  pool.release(first);
  const next = await Promise.all(Array.from({ length: 252 }, () => pool.lease(port)));
  assert.ok(!next.some(({ address }) => address === first.address));
  const last = await pool.lease(port);
  assert.equal(last.address, first.address);
  const none = await pool.lease(port);
  assert.deepEqual([none.address, none.isOwn], ["127.0.0.1", false]);
  assert.equal(none.reason, `All addresses of ${pool.network} are in use.`);
});

test("two simulators never share a network, even if both prefer the same", withAliases, async (t) => {
  const preferred = (await open(t)).network?.replace(/\.0\/24$/, "") ?? assert.fail();
  const networks = await Promise.all([1, 2, 3].map(async () => (await startPool(t, preferred)).network));
  assert.equal(new Set([...networks, `${preferred}.0/24`]).size, 4);
});

test("the claim ends with the process", withAliases, async (t) => {
  const child = await startPool(t, undefined);
  const network = child.network.replace(/\.0\/24$/, "");
  assert.notEqual((await open(t, network)).network, `${network}.0/24`);
  child.process.kill("SIGKILL");
  await once(child.process, "exit");
  assert.equal((await open(t, network)).network, `${network}.0/24`);
});

test("a program on all addresses makes instances share 127.0.0.1", withAliases, async (t) => {
  const pool = await open(t);
  const taken = await listening(t, "0.0.0.0");
  const leases = [await pool.lease(taken), await pool.lease(taken)];
  assert.notEqual(leases[0]?.port, leases[1]?.port);
  for (const lease of leases) {
    assert.deepEqual([lease.address, lease.isOwn], ["127.0.0.1", false]);
    assert.match(lease.reason ?? "", new RegExp(`^Port ${taken} is in use on every loopback address`));
    assert.ok(await isUsable(lease));
  }
});

test("skips an address on which another program uses the port", withAliases, async (t) => {
  const pool = await open(t);
  const network = pool.network?.replace(/\.0\/24$/, "") ?? assert.fail();
  const taken = await listening(t, `${network}.2`);
  const lease = await pool.lease(taken);
  assert.deepEqual([lease.address, lease.isOwn], [`${network}.3`, true]);
});

test("a machine without such addresses makes instances share 127.0.0.1", async (t) => {
  // TEST-NET-1 of RFC 5737, which no machine has, as macOS has no other address of 127.0.0.0/8 than 127.0.0.1.
  const pool = await open(t, "192.0.2");
  assert.equal(pool.network, undefined);
  const lease = await pool.lease(3306);
  assert.deepEqual([lease.address, lease.isOwn], ["127.0.0.1", false]);
  assert.equal(lease.reason, "This machine does not have the address 192.0.2.1 (EADDRNOTAVAIL).");
  assert.ok(await isUsable(lease));
});

test("a program on the claims' port of all addresses makes instances share", withAliases, async (t) => {
  // In a network namespace of its own, so that other simulators of this machine keep theirs.
  const script = `
    import { createServer } from "node:net";
    import { AddressPool } from ${JSON.stringify(POOL)};
    createServer().listen({ host: "0.0.0.0", port: ${CLAIM_PORT} }, async () => {
      const lease = await (await AddressPool.open()).lease(3306);
      process.stdout.write(JSON.stringify(lease), () => process.exit(0));
    });
  `;
  const node = `ip link set lo up && exec '${process.execPath}' --input-type=module --eval "$SCRIPT"`;
  const child = spawn("unshare", ["--net", "sh", "-c", node], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, SCRIPT: script },
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const code = await once(child, "close").then(
    ([exitCode]) => exitCode,
    () => undefined,
  );
  if (code !== 0) return t.skip("cannot create a network namespace");
  const lease: Lease = JSON.parse(output);
  assert.deepEqual([lease.address, lease.isOwn], ["127.0.0.1", false]);
  assert.match(lease.reason ?? "", new RegExp(`^Port ${CLAIM_PORT}, by which simulators claim`));
});

interface PoolProcess {
  readonly process: ReturnType<typeof spawn>;
  readonly network: string;
}

/** Opens a pool in another process, which then waits. */
async function startPool(t: TestContext, preferred: string | undefined): Promise<PoolProcess> {
  const script = `
    import { AddressPool } from ${JSON.stringify(POOL)};
    console.log((await AddressPool.open(${JSON.stringify(preferred)})).network);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  return { process: child, network: String(line).trim() };
}
