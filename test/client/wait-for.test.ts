import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CancelledError,
  isNotFound,
  TroveClient,
  WaitFailedError,
  WaitTimeoutError,
} from "../../provider/client/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";
import { runScript } from "./run-script.ts";

interface Started {
  readonly simulator: Simulator;
  readonly client: TroveClient;
}

async function start(t: TestContext, options: SimulatorOptions = {}): Promise<Started> {
  const simulator = await startSimulator({ boot: 0.3, delete: 0.3, guestLag: 0, ...options });
  t.after(() => simulator.stop());
  return { simulator, client: await TroveClient.connect(credentials(simulator)) };
}

function credentials({ authUrl, applicationCredential: { id, secret } }: Simulator) {
  return { authUrl, region: "RegionOne", applicationCredentialId: id, applicationCredentialSecret: secret };
}

async function create({ instances }: TroveClient, name = "db"): Promise<string> {
  return (await instances.create({ name, flavorId: "1", volume: { size: 1 } })).id;
}

test("a wait ends soon after the change and reports each status once", async (t) => {
  const { simulator, client } = await start(t);
  const id = await create(client);
  simulator.pause();
  const told: string[] = [];
  const wait = client.instances.waitFor(id, "ACTIVE", { onStatus: (status) => told.push(status) });
  await sleep(4000);
  simulator.resume();
  const changed = performance.now();
  const instance = await wait;
  // A second, and what a busy machine adds to it.
  assert.ok(performance.now() - changed < 1600, `${performance.now() - changed} ms`);
  assert.deepEqual([instance.id, instance.status, instance.operatingStatus], [id, "ACTIVE", "HEALTHY"]);
  assert.deepEqual(told, ["BUILD", "ACTIVE"]);
});

test("a wait reads at most once a second", async (t) => {
  const { simulator, client } = await start(t, { boot: 60 });
  const id = await create(client);
  simulator.requests.length = 0;
  await assert.rejects(client.instances.waitFor(id, "ACTIVE", { timeout: 5000 }), WaitTimeoutError);
  const looks = simulator.requests.filter(({ path }) => path.endsWith(`/instances/${id}`)).length;
  // At once, after 0.1, 0.3, 0.7 and 1.5 s, then every 0.85 s.
  assert.ok(looks >= 6 && looks <= 11, `${looks} looks`);
});

test("waits for the real status of instances that lists show as SHUTDOWN", async (t) => {
  const { client } = await start(t, { boot: 1 });
  const ids: string[] = [];
  for (const name of ["a", "b", "c", "d"]) ids.push(await create(client, `${name} NO_TAGS`));
  const waits = ids.map((id) => {
    const told: string[] = [];
    return client.instances
      .waitFor(id, "ACTIVE", { timeout: 60_000, onStatus: (status) => told.push(status) })
      .then(() => told);
  });
  for (const told of await Promise.all(waits)) assert.deepEqual(told, ["BUILD", "ACTIVE"]);
});

test("waits for gone through any other status", async (t) => {
  const { client } = await start(t);
  const id = await create(client);
  await client.instances.waitFor(id, "ACTIVE");
  await client.instances.delete(id);
  const told: string[] = [];
  assert.equal(await client.instances.waitFor(id, "gone", { onStatus: (status) => told.push(status) }), undefined);
  assert.equal(told.at(-1), "gone");
  await assert.rejects(client.instances.waitFor(id, "ACTIVE"), (error) => isNotFound(error, "instance"));
});

test("waits for any status", async (t) => {
  const { simulator, client } = await start(t);
  const id = await create(client);
  await client.instances.waitFor(id, "ACTIVE");
  simulator.pause();
  await client.instances.growVolume(id, 2);
  assert.equal((await client.instances.waitFor(id, "RESIZE")).status, "RESIZE");
  simulator.resume();
  assert.equal((await client.instances.waitFor(id, "ACTIVE")).volumeSize, 2);
});

test("a wait ends with Trove's reason when the instance goes to ERROR", async (t) => {
  const { client } = await start(t);
  const id = await create(client, "db_SERVER_ERROR");
  await assert.rejects(client.instances.waitFor(id, "ACTIVE"), (error) => {
    assert.ok(error instanceof WaitFailedError);
    assert.equal(error.instanceId, id);
    assert.match(error.message, /^Stopped waiting for .* to become ACTIVE: it is in ERROR. Trove says: \S/);
    assert.ok(error.fault);
    return true;
  });
  assert.equal((await client.instances.waitFor(id, "ERROR")).status, "ERROR");
});

test("a timeout names the statuses and how to allow more time", async (t) => {
  const { client } = await start(t, { boot: 60 });
  const id = await create(client);
  await assert.rejects(client.instances.waitFor(id, "ACTIVE", { timeout: 300 }), (error) => {
    assert.ok(error instanceof WaitTimeoutError);
    assert.deepEqual(
      error.statuses.map(({ status }) => status),
      ["BUILD"],
    );
    assert.match(error.message, /longer than its timeout of 0.3 s .*BUILD for .*`timeout`/s);
    return true;
  });
  await assert.rejects(client.instances.waitFor(id, "ACTIVE", { timeout: Number.NaN }), RangeError);
  const negative = client.instances.waitFor(id, "ACTIVE", { timeout: -1 });
  await assert.rejects(negative, {
    name: "RangeError",
    message: /must be 0 or more milliseconds, or Infinity.*not -1/,
  });
});

test("a wait without a limit does not time out", async (t) => {
  const { client } = await start(t, { boot: 3 });
  const id = await create(client);
  const { status } = await client.instances.waitFor(id, "ACTIVE", { timeout: Number.POSITIVE_INFINITY });
  assert.equal(status, "ACTIVE");
});

test("a signal ends a wait at once and keeps no listener", async (t) => {
  const { client } = await start(t, { boot: 60 });
  const id = await create(client);
  const controller = new AbortController();
  const { signal } = controller;
  const wait = client.instances.waitFor(id, "ACTIVE", { signal });
  const ended = assert.rejects(wait, CancelledError);
  await sleep(500);
  const aborted = performance.now();
  controller.abort();
  await ended;
  assert.ok(performance.now() - aborted < 600, `${performance.now() - aborted} ms`);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("a wait survives transient failures", async (t) => {
  const { simulator, client } = await start(t);
  const id = await create(client);
  const path = `/instances/${id}$`;
  simulator.faults.add({ method: "GET", path, effect: { type: "status", status: 503 } });
  simulator.faults.add({ method: "GET", path, nth: 2, effect: { type: "reset", when: "after" } });
  assert.equal((await client.instances.waitFor(id, "ACTIVE")).status, "ACTIVE");
});

test("a script exits after its waits: no timer or socket keeps it alive", async (t) => {
  const { simulator } = await start(t, { boot: 0.3 });
  const script = `
    import { TroveClient } from "pulumi-trove/client";
    const { instances } = await TroveClient.connect(${JSON.stringify(credentials(simulator))});
    const { id } = await instances.create({ name: "db", flavorId: "1", volume: { size: 1 } });
    const controller = new AbortController();
    const cancelled = instances.waitFor(id, "SHUTDOWN", { signal: controller.signal }).catch((error) => error.code);
    await instances.waitFor(id, "ACTIVE");
    controller.abort();
    console.log(await cancelled);
    const over = performance.now();
    process.on("exit", () => console.log(Math.round(performance.now() - over)));`;
  const [code, lingered] = await runScript(["--input-type=module", "--eval", script]);
  assert.equal(code, "TROVE_CANCELLED");
  assert.ok(Number(lingered) < 1000, `${lingered} ms`);
});
