import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { type TestContext, test } from "node:test";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
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

test("a wait ends with the first read after the change and reports each status once", async (t) => {
  const { simulator, client } = await start(t);
  const id = await create(client);
  simulator.pause();
  const told: string[] = [];
  const wait = client.instances.waitFor(id, "ACTIVE", { onStatus: (status) => told.push(status) });
  await sleep(4000);
  simulator.resume();
  while (simulator.instance(id)?.status !== "ACTIVE") await sleep(1);
  simulator.requests.length = 0;
  const instance = await wait;
  assert.ok(simulator.requests.length <= 1, `${simulator.requests.length} requests after the change`);
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
  let hasEnded = false;
  const ended = assert.rejects(wait, CancelledError).finally(() => {
    hasEnded = true;
  });
  await sleep(500);
  controller.abort();
  // The pause between two reads takes thousands of turns of the event loop.
  for (let turn = 0; turn < 20 && !hasEnded; turn += 1) await setImmediate();
  assert.ok(hasEnded, "the wait outlasts its signal");
  await ended;
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
    import { setImmediate } from "node:timers/promises";
    import { TroveClient } from "pulumi-trove/client";
    const count = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;
    const { instances } = await TroveClient.connect(${JSON.stringify(credentials(simulator))});
    const { id } = await instances.create({ name: "db", flavorId: "1", volume: { size: 1 } });
    const controller = new AbortController();
    const cancelled = instances.waitFor(id, "SHUTDOWN", { signal: controller.signal }).catch((error) => error.code);
    await instances.waitFor(id, "ACTIVE");
    const before = count();
    controller.abort();
    console.log(await cancelled);
    await setImmediate();
    console.log(before > 0, count());`;
  const [code, counts] = await runScript(["--input-type=module", "--eval", script]);
  assert.equal(code, "TROVE_CANCELLED");
  assert.equal(counts, "true 0", "sockets and timers before the abort, and those that keep the script alive");
});
