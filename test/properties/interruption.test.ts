import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceRecord, Simulator } from "../../simulator/index.ts";
import { type DynamicHost, startDynamicHost } from "../support/dynamic-host.ts";
import { MiniEngine, type Program } from "../support/mini-engine.ts";
import { assertSoon } from "./assert-soon.ts";
import { type Cut, type CutPoint, carryOutCut, cutPointsOf, cutsOf, describeCut } from "./cuts.ts";
import { type Harness, openHarness } from "./harness.ts";
import { inWorkers } from "./in-workers.ts";
import { ANY_ID, isRead } from "./points.ts";
import { expected, type InstanceArgs } from "./programs.ts";
import { refresh } from "./refresh.ts";
import { snapshotOf, visible } from "./snapshot.ts";

// PROPERTY_CASE="kill after DELETE" runs only the interruptions whose description starts with that.
const only = process.env.PROPERTY_CASE ?? "";

const BASE: InstanceArgs = {
  flavor: "m1.tiny",
  volume: { size: 1 },
  datastore: { type: "mysql", version: "5.7.29" },
  databases: { app: {}, old: {} },
  users: {
    "app@%": { password: "first-password", databases: ["app", "old"] },
    "gone@%": { password: "gone-password" },
  },
};

/** Changes everything that can change in place, in one update. */
const TARGET: InstanceArgs = {
  name: "renamed",
  flavor: "m1.small",
  volume: { size: 2 },
  datastore: { type: "mysql", version: "8.0.29" },
  access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
  databases: { app: {}, fresh: {} },
  users: {
    "app@%": { password: "second-password", databases: ["fresh"] },
    "new@10.0.0.%": { password: "new-password", databases: ["app"] },
  },
  allow: { dropDatabases: true },
};

test("an update of everything, cut at any of its requests, is completed by the next", async (t) => {
  const harness = await openHarness();
  t.after(() => harness.close());
  const cases = await casesOfUpdate(harness);
  await playAll(t, { workers: 48, least: 150 }, cases, (point, cut, number) => cutUpdate(harness, number, point, cut));
});

test("a create that is cut at any request is completed by the next, as one instance", async (t) => {
  const cases = await casesOfCreate();
  await playAll(t, { workers: 16, least: 20 }, cases, (point, cut) => cutCreate(point, cut));
});

async function casesOfUpdate(harness: Harness): Promise<readonly CutPoint[]> {
  const { engine, record } = await created(harness, "rehearsal");
  const from = harness.simulator.requests.length;
  await engine.up(harness.host, program(TARGET));
  return cutPointsOf(
    harness.simulator.requests.slice(from).filter(({ path }) => path.includes(record.id)),
    record.id,
  );
}

async function cutUpdate(harness: Harness, number: number, point: CutPoint, cut: Cut): Promise<void> {
  const { simulator } = harness;
  const { engine, record } = await created(harness, `update-${number}`);
  const kept = record.databases.filter(({ name }) => name !== "old");
  const before = snapshotOf(record);
  // A process that waits for many instances does not read them one by one.
  const isAlone = cut.kind === "cancel" || cut.kind === "kill" || isRead(point);
  const cutHost = isAlone ? await startDynamicHost({ config: harness.config }) : harness.host;
  try {
    await withCut(simulator, cutHost, point, cut, record.id, () => engine.up(cutHost, program(TARGET, cut)));
  } finally {
    if (isAlone) await cutHost.stop();
  }
  // Every second stack is refreshed first. A refresh must not hide unfinished changes from the engine.
  if (number % 2 === 1) await refresh(engine, harness);
  const host = harness.refreshing;
  await engine.up(host, program(TARGET));
  const now = simulator.instance(record.id);
  assert.ok(now !== undefined && engine.resources.get("db")?.id === record.id, "it is the same instance");
  await assertSoon(() => visible(snapshotOf(now)), visible(expected(before, BASE, TARGET, "")), "all is as declared");
  assert.ok(
    kept.every((database) => now.databases.includes(database)),
    "no database was made anew",
  );
  assert.deepEqual(await engine.preview(host, program(TARGET)), { db: "same" });
}

/** An active instance that also has a database and a user created outside of Pulumi. */
async function created(harness: Harness, stack: string): Promise<{ engine: MiniEngine; record: InstanceRecord }> {
  const engine = new MiniEngine(stack);
  await engine.up(harness.host, program(BASE));
  const record = harness.simulator.instance(engine.resources.get("db")?.id ?? "");
  assert.ok(record !== undefined);
  record.databases.push({ name: "foreign", characterSet: undefined, collate: undefined });
  record.users.push({ name: "foreign", host: "%", password: "foreign-password", databases: ["app", "foreign"] });
  return { engine, record };
}

async function casesOfCreate(): Promise<readonly CutPoint[]> {
  const { simulator, host, close } = await openHarness();
  try {
    const engine = new MiniEngine("rehearsal");
    const from = simulator.requests.length;
    await engine.up(host, program(BASE));
    const troves = simulator.requests.slice(from).filter(({ service }) => service === "trove");
    // No instance exists before the create.
    const create = troves.findIndex(({ method }) => method === "POST");
    return cutPointsOf(troves.slice(create), engine.resources.get("db")?.id ?? "");
  } finally {
    await close();
  }
}

/** Uses a separate cloud, because a create request has no instance id that distinguishes it from others. */
async function cutCreate(point: CutPoint, cut: Cut): Promise<void> {
  const { simulator, host, refreshing: next, close } = await openHarness({ "trove:resumeInterrupted": "true" });
  try {
    const engine = new MiniEngine("create");
    await withCut(simulator, host, point, cut, ANY_ID, () => engine.up(host, program(BASE, cut)));
    await engine.up(next, program(BASE));
    const ids = simulator.instances().map(({ id }) => id);
    assert.deepEqual(ids, [engine.resources.get("db")?.id], "there is one instance");
    const look = () => simulator.instances().map((record) => visible(snapshotOf(record)));
    const made = visible(expected(undefined, undefined, BASE, engine.defaultName("db")));
    await assertSoon(look, [made], "it is as declared");
    assert.deepEqual(await engine.preview(next, program(BASE)), { db: "same" });
  } finally {
    await close();
  }
}

/** Starts an operation, interrupts it, and waits for its end. It may fail, but the interruption must have occurred. */
async function withCut(
  simulator: Simulator,
  host: DynamicHost,
  point: CutPoint,
  cut: Cut,
  id: string,
  operation: () => Promise<unknown>,
): Promise<void> {
  const over = new AbortController();
  const cutting = carryOutCut(simulator, point, id, cut, host, over.signal);
  await operation().catch(() => {});
  over.abort();
  await cutting;
}

/** Long enough for the operation to reach the hanging request while many others run. */
function program(args: InstanceArgs, cut?: Cut): Program {
  const longest = cut?.kind === "hang" ? "50s" : "5m";
  return { db: { ...args, __timeouts: { create: longest, update: longest } } };
}

async function playAll(
  t: TestContext,
  { workers, least }: { readonly workers: number; readonly least: number },
  points: readonly CutPoint[],
  play: (point: CutPoint, cut: Cut, number: number) => Promise<void>,
): Promise<void> {
  const all = points.flatMap((point) => cutsOf(point).map((cut) => ({ point, cut, name: describeCut(point, cut) })));
  const chosen = all.map((one, number) => ({ ...one, number })).filter(({ name }) => name.startsWith(only));
  const failures: string[] = [];
  // Hanging requests take longest, so they start first.
  chosen.sort((one, other) => Number(other.cut.kind === "hang") - Number(one.cut.kind === "hang"));
  await inWorkers(workers, chosen, async ({ point, cut, name, number }) => {
    try {
      await play(point, cut, number);
    } catch (error) {
      const replay = `PROPERTY_CASE="${name}" node --test test/properties/interruption.test.ts`;
      failures.push(`${name}: ${error instanceof Error ? error.message : error}\nReplay: ${replay}`);
    }
  });
  t.diagnostic(`${chosen.length} cuts`);
  assert.ok(only !== "" || chosen.length >= least, `there are ${chosen.length} cuts`);
  if (failures.length > 0) assert.fail(failures.join("\n\n"));
}
