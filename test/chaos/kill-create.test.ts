import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { type InstanceRecord, type Simulator, startSimulator } from "../../simulator/index.ts";
import { assertSoon } from "../properties/assert-soon.ts";
import { configOf, connect } from "../properties/harness.ts";
import { inWorkers } from "../properties/in-workers.ts";
import { ANY_ID, findRequest, isRead, type Point, pointsOf, strikingAt } from "../properties/points.ts";
import { type Snapshot, snapshotOf, visible } from "../properties/snapshot.ts";
import { type DynamicHost, startDynamicHost } from "../support/dynamic-host.ts";
import { MiniEngine, type Program } from "../support/mini-engine.ts";
import { timeLapse } from "../support/time-lapse.ts";

const WORKERS = 4;
const QUICK = { boot: 0.05, delete: 0.05, backup: 0.05, guestLag: 0.02, rate: 1e9, maxInstances: 1e6, maxVolumes: 1e9 };
const STACK = "stack";
const NAME = new MiniEngine(STACK).defaultName("db");

/** A kind of create: its preparation, its arguments and the expected instance. */
interface Kind {
  prepare(simulator: Simulator): Promise<object>;
  readonly args: object;
  readonly wanted: Snapshot;
}

const COMMON = { name: NAME, size: 1, version: "8.0.29", configuration: undefined };
const APP = { "app@%": { password: "app-password", grants: ["app"] } };

const KINDS: Readonly<Record<string, Kind>> = {
  "an instance with databases and users": {
    prepare: async () => ({}),
    args: {
      flavor: "m1.tiny",
      volume: { size: 1 },
      // No CIDR: Trove accepts that only in an update, after the create.
      access: { isPublic: true, allowedCidrs: [] },
      databases: { app: {} },
      users: { "app@%": { password: "app-password", databases: ["app"] } },
    },
    wanted: {
      ...COMMON,
      flavor: "1",
      access: { isPublic: true, allowedCidrs: [] },
      databases: ["app"],
      users: APP,
    },
  },
  "a replica": {
    prepare: async (simulator) => ({ replicaOf: await createSource(simulator) }),
    args: { flavor: "m1.small", access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] } },
    wanted: {
      ...COMMON,
      flavor: "2",
      access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
      databases: ["old"],
      users: {},
    },
  },
  "an instance of a backup": {
    prepare: async (simulator) => ({ restorePoint: { backupId: await createBackup(simulator) } }),
    args: {
      flavor: "m1.tiny",
      volume: { size: 1 },
      databases: { app: {} },
      users: { "app@%": { password: "app-password", databases: ["app"] } },
    },
    wanted: { ...COMMON, flavor: "1", access: undefined, databases: ["app", "old"], users: APP },
  },
};

/** A point in a create at which the process is killed. */
interface KillPoint {
  /**
   * Before a request is handled, after that but before its response, or after the response; when the instance matches
   * the arguments; or when the create has ended.
   */
  readonly at: "asked" | "handled" | "answered" | "made" | "ended";
  readonly point: Point | undefined;
}

/** Between these two points comes the last read, after any number of reads. */
const LAST: readonly KillPoint[] = [
  { at: "made", point: undefined },
  { at: "ended", point: undefined },
];

for (const [name, kind] of Object.entries(KINDS)) {
  test(`a killed create of ${name} is completed by the next up as one instance`, async (t) => {
    const points = await rehearse(kind);
    assert.ok(points.length >= 20, `${points.length} points`);
    const failures: string[] = [];
    await inWorkers(WORKERS, points, async (point) => {
      await killAt(kind, point).catch((error: unknown) => failures.push(`${describe(point)}: ${error}`));
    });
    t.diagnostic(`${points.length} points`);
    if (failures.length > 0) assert.fail(failures.join("\n\n"));
  });
}

/** Runs the create without a kill, and returns all its points. */
async function rehearse(kind: Kind): Promise<KillPoint[]> {
  await using cloud = await openCloud(kind);
  const from = cloud.simulator.requests.length;
  await new MiniEngine(STACK).up(await cloud.start(), cloud.program);
  await assertIsThere(cloud, kind);
  // The ids of the prepared instances and backups differ between runs too.
  return [...pointsOf(cloud.simulator.requests.slice(from), new RegExp(ANY_ID, "g")).flatMap(killPointsOf), ...LAST];
}

/** A read has no effect, and a kill between repeated reads is the same as one after the first. */
function killPointsOf(point: Point): KillPoint[] {
  if (!isRead(point)) return (["asked", "handled", "answered"] as const).map((at) => ({ at, point }));
  return point.nth > 1 ? [] : (["asked", "answered"] as const).map((at) => ({ at, point }));
}

function describe({ at, point }: KillPoint): string {
  return point === undefined ? at : `${at}: ${point.method} ${point.path} #${point.nth}`;
}

async function killAt(kind: Kind, point: KillPoint): Promise<void> {
  await using cloud = await openCloud(kind);
  const { simulator, program } = cloud;
  const engine = new MiniEngine(STACK);
  const victim = await cloud.start();
  const over = new AbortController();
  const killing = kill(victim, watch(cloud, kind, point, over.signal), over.signal);
  await engine.up(victim, program).catch(() => {});
  over.abort();
  await killing;
  simulator.faults.clear();

  const next = await cloud.start({ "trove:resumeInterrupted": "true" });
  await engine.up(next, program);
  const { id } = await assertIsThere(cloud, kind);
  assert.equal(engine.resources.get("db")?.id, id);
  assert.deepEqual(await engine.preview(next, program), { db: "same" });
}

/**
 * Kills the process at its point.
 *
 * @throws {AssertionError} if the create ends before that.
 */
async function kill({ process }: DynamicHost, hasCome: () => boolean, over: AbortSignal): Promise<void> {
  while (!hasCome()) {
    assert.ok(!over.aborted, "the point did not come");
    await sleep(1);
  }
  assert.ok(process.kill("SIGKILL"), "the process lived until then");
}

/** Watches for the point in the create that starts now. The request of the kill gets no response. */
function watch(cloud: OpenCloud, { wanted }: Kind, { at, point }: KillPoint, over: AbortSignal): () => boolean {
  const { requests, faults } = cloud.simulator;
  if (at === "ended") return () => over.aborted;
  if (point === undefined) return () => madeIn(cloud).some((record) => isAsDeclared(record, wanted));
  const from = requests.length;
  if (at === "answered") return () => (findRequest(requests.slice(from), point, ANY_ID)?.status ?? 0) !== 0;
  const effect = { type: "hang", when: at === "asked" ? "before" : "after" } as const;
  const fault = faults.add({ ...strikingAt(point, ANY_ID), effect });
  return () => faults.struck(fault) > 0;
}

interface OpenCloud extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly program: Program;
  /** The ids of the instances before the create. */
  readonly others: readonly string[];
  start(more?: Readonly<Record<string, unknown>>): Promise<DynamicHost>;
}

/** Starts a cloud for one create, so that all its requests belong to that. */
async function openCloud({ prepare, args }: Kind): Promise<OpenCloud> {
  const stack = new AsyncDisposableStack();
  const { env, now } = timeLapse(10);
  const simulator = await startSimulator({ ...QUICK, now });
  stack.defer(() => simulator.stop());
  const program = { db: { ...args, ...(await prepare(simulator)) } };
  return {
    simulator,
    program,
    others: simulator.instances().map(({ id }) => id),
    async start(more = {}) {
      const host = await startDynamicHost({ config: { ...configOf(simulator), ...more }, env });
      stack.defer(() => host.stop());
      return host;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function assertIsThere(cloud: OpenCloud, { wanted }: Kind): Promise<InstanceRecord> {
  const made = madeIn(cloud);
  const [record] = made;
  assert.ok(record !== undefined && made.length === 1, `there are ${made.length} instances`);
  await assertSoon(() => visible(snapshotOf(record)), visible(wanted), "it is as declared");
  assert.equal(record.status, "ACTIVE");
  return record;
}

function madeIn({ simulator, others }: OpenCloud): InstanceRecord[] {
  return simulator.instances().filter(({ id }) => !others.includes(id));
}

function isAsDeclared(record: InstanceRecord, wanted: Snapshot): boolean {
  return record.status === "ACTIVE" && isDeepStrictEqual(visible(snapshotOf(record)), visible(wanted));
}

async function createSource(simulator: Simulator): Promise<string> {
  const client = await connect(simulator);
  const databases = [{ name: "old" }];
  const { id } = await client.instances.create({ name: "source", flavorId: "1", volume: { size: 1 }, databases });
  while (simulator.instance(id)?.databases.length !== 1) await sleep(10);
  return id;
}

async function createBackup(simulator: Simulator): Promise<string> {
  const client = await connect(simulator);
  const { id } = await client.backups.create({ name: "backup", instanceId: await createSource(simulator) });
  while (simulator.backup(id)?.state !== "COMPLETED") await sleep(10);
  return id;
}
