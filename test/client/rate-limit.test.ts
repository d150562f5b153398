import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { QuotaError, TroveClient } from "../../provider/client/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";
import { openApi, until } from "../support/cloud-api.ts";

/** Requests a minute: fast, for a test; a token every 50 ms, and a tenth that takes 6 s to come. */
const RATE = 1200;
const A_SECOND = RATE / 60;
const TENTH = RATE / 10;

/** A cloud of which other processes have used all of a minute's requests but `left`, and clients that share the rest. */
async function start(t: TestContext, verb: "GET" | "POST", left: number, options: SimulatorOptions = {}) {
  const simulator = await startSimulator({ boot: 0.2, guestLag: 0, rate: RATE, ...options });
  t.after(() => simulator.stop());
  const other = await openApi(simulator);
  while ((await leftOf(other, verb)) > left) {
    await Promise.all(Array.from({ length: 40 }, () => other.request(verb, "/nothing")));
  }
  const nowLeft = await leftOf(other, verb);
  simulator.requests.length = 0;
  return {
    simulator,
    left: nowLeft,
    leftNow: () => leftOf(other, verb),
    connect: () => TroveClient.connect(credentials(simulator)),
    refused: () => simulator.requests.filter(({ status }) => status === 413).length,
  };
}

async function leftOf(api: Awaited<ReturnType<typeof openApi>>, wanted: string): Promise<number> {
  type Row = { verb: string; remaining: number };
  const { body } = await api.get<{ limits?: Row[] }>("/limits");
  // A refusal has no rows.
  return body.limits?.find(({ verb }) => verb === wanted)?.remaining ?? 0;
}

function credentials({ authUrl, applicationCredential: { id, secret } }: Simulator) {
  return { authUrl, region: "RegionOne", applicationCredentialId: id, applicationCredentialSecret: secret };
}

/** Reads `times` times at once with each client; every read must succeed. */
async function read(clients: readonly TroveClient[], times: number): Promise<void> {
  await Promise.all(clients.flatMap((client) => Array.from({ length: times }, () => client.flavors.list())));
}

test("sends three times the burst as fast as the rate allows, without refusals", async (t) => {
  const { connect, left, leftNow, refused } = await start(t, "GET", 200);
  const burst = left - TENTH;
  const client = await connect();
  await read([client], 3 * burst);
  assert.equal(refused(), 0);
  // A slower client lets the bucket fill up again.
  const unused = (await leftNow()) - TENTH;
  assert.ok(unused < 5 * A_SECOND, `${unused} requests more were allowed`);
});

test("two processes that share a rate get all their responses", async (t) => {
  const { connect, refused } = await start(t, "GET", 200);
  const clients = await Promise.all([connect(), connect()]);
  await read(clients, 200);
  t.diagnostic(`${refused()} of 400 requests were refused`);
  assert.ok(refused() < 400, `${refused()} refusals`);
});

test("a process that ignores the rate is refused at times, but gets every response", async (t) => {
  const { connect, simulator, refused } = await start(t, "GET", 10);
  simulator.faults.add({ path: "/limits", times: 0, effect: { type: "status", status: 404, body: {} } });
  const client = await connect();
  await read([client], 20);
  t.diagnostic(`${refused()} of 20 requests were refused`);
});

test("reads the rates once, with the tenth request", async (t) => {
  const { connect, simulator } = await start(t, "GET", RATE);
  const asked = () => simulator.requests.filter(({ path }) => path.endsWith("/limits")).length;
  const client = await connect();
  await read([client], 9);
  assert.equal(asked(), 0);
  await read([client], 1);
  await until(
    "the rates to be asked for",
    async () => asked(),
    (times) => times > 0,
  );
  await read([client], 40);
  assert.equal(asked(), 1);
});

test("reading the limits sets the rates too", async (t) => {
  const { connect, simulator } = await start(t, "GET", RATE);
  const client = await connect();
  await client.limits.get();
  await read([client], 40);
  assert.equal(simulator.requests.filter(({ path }) => path.endsWith("/limits")).length, 1);
});

test("a quota refuses unlimited concurrent creates, and no limited ones", async (t) => {
  const { connect, simulator, refused } = await start(t, "POST", 5, { maxInstances: 20, maxVolumes: 100 });
  const client = await connect();
  const create = () => client.instances.create({ name: "db", flavorId: "1", volume: { size: 1 } });
  // A fresh project's first goes alone: Trove answers 500 to two at once.
  await create();
  const creates = Array.from({ length: 30 }, create);
  const outcomes = await Promise.allSettled(creates);
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
  assert.equal(failures.length, 11);
  for (const failure of failures) assert.ok(failure instanceof QuotaError, String(failure));
  assert.equal(simulator.instances().length, 20);
  assert.ok(refused() > failures.length, "nobody was limited: the test shows nothing");
  assert.equal(simulator.requests.filter(({ method, status }) => method === "POST" && status === 200).length, 20);
});
