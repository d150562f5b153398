import assert from "node:assert/strict";
import { MiniEngine, type Program, UpError } from "../support/mini-engine.ts";
import { assertSoon } from "./assert-soon.ts";
import { type Disturbance, disturb } from "./disturbances.ts";
import { edited, sound } from "./edits.ts";
import type { Harness } from "./harness.ts";
import { DEFAULT_VERSION, dropped, expected, type InstanceArgs } from "./programs.ts";
import { refresh } from "./refresh.ts";
import type { At, Step } from "./sequences.ts";
import { type Snapshot, snapshotOf, visible } from "./snapshot.ts";

type Args = Readonly<Record<string, InstanceArgs>>;

/** Short enough that an endless wait fails in time. */
const TIMEOUTS = { create: "90s", update: "90s", delete: "90s" };
const NEW: InstanceArgs = { flavor: "m1.tiny", volume: { size: 1 } };

/**
 * Runs a sequence on a new stack. After each refresh and `up` it asserts that the cloud matches the program, that the
 * rest is unchanged, and that another `up` would change nothing.
 */
export async function runSequence(harness: Harness, stack: string, steps: readonly Step[]): Promise<void> {
  const engine = new MiniEngine(stack);
  /** Instances that were named by a program: they keep that name if the program removes the argument. */
  const named = new Set<string>();
  let declared: Args = {};
  for (const [index, step] of steps.entries()) {
    const where = `step ${index + 1}`;
    for (const disturbance of step.disturbances) disturbOne(harness, engine, disturbance);
    await refresh(engine, harness);
    const before = look(harness, engine);
    const args = await bringUp(harness, engine, { declared, before, args: edit(declared, step, before), where });
    for (const [name, one] of Object.entries(args)) {
      if (one.name !== undefined) named.add(name);
      else if (before[name] === undefined) named.delete(name);
    }
    const unnamed = (name: string) => (named.has(name) ? before[name]?.name : undefined) ?? engine.defaultName(name);
    await assertSoon(
      () => look(harness, engine),
      expectedOf(unnamed, { declared, before, args }),
      `${where}: the cloud`,
    );
    const again = await engine.preview(harness.host, programOf(harness, args));
    assert.deepEqual(new Set(Object.values(again)), new Set(["same"]), `${where}: a second preview`);
    declared = args;
  }
  await engine.up(harness.host, {});
  assert.deepEqual(look(harness, engine), {}, "all is gone in the end");
}

interface Move {
  readonly declared: Args;
  readonly before: Readonly<Record<string, Snapshot>>;
  readonly args: Args;
  readonly where: string;
}

/** Runs `up`. If it would drop databases without consent, asserts the refusal first, then consents. */
async function bringUp(harness: Harness, engine: MiniEngine, { declared, before, args, where }: Move): Promise<Args> {
  const withoutConsent = Object.keys(args).filter(
    (name) => drops(name, { declared, before, args }) && args[name]?.allow?.dropDatabases !== true,
  );
  if (withoutConsent.length === 0) {
    await engine.up(harness.host, programOf(harness, args));
    return args;
  }
  await assert.rejects(
    engine.up(harness.host, programOf(harness, args)),
    (error) => error instanceof UpError && withoutConsent.every((name) => isRefusal(error.failures.get(name))),
    `${where}: drops without consent`,
  );
  assert.deepEqual(look(harness, engine), mapValues(before, visible), `${where}: after a refusal`);
  const consenting = mapValues(args, (one) => ({ ...one, allow: { ...one.allow, dropDatabases: true } }));
  await engine.up(harness.host, programOf(harness, consenting));
  return consenting;
}

function drops(name: string, { declared, before, args }: Omit<Move, "where">): boolean {
  const wanted = args[name];
  return wanted !== undefined && dropped(before[name], declared[name], wanted).length > 0;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.includes("[TROVE_REFUSED]");
}

function edit(declared: Args, step: Step, before: Readonly<Record<string, Snapshot>>): Args {
  const names = ["one", "two", "three"].slice(0, step.instances);
  return Object.fromEntries(
    names.map((name, index) => {
      const mine = step.edits.filter(({ instance }) => instance === index);
      const args = mine.reduce((so, { what }) => edited(so, what, before[name]), declared[name] ?? NEW);
      return [name, sound(args, before[name])];
    }),
  );
}

/** The program as the host receives it, with the ids of configuration groups. */
function programOf({ groups }: Harness, args: Args): Program {
  return mapValues(args, ({ configuration, ...rest }) => ({
    ...rest,
    ...(configuration === undefined ? {} : { configuration: groups[configuration] }),
    __timeouts: TIMEOUTS,
  }));
}

function expectedOf(unnamed: (name: string) => string, { declared, before, args }: Omit<Move, "where">) {
  return Object.fromEntries(
    Object.entries(args).map(([name, one]) => [
      name,
      visible(expected(before[name], declared[name], one, unnamed(name))),
    ]),
  );
}

/** The stack's instances in the cloud. */
function look(harness: Harness, engine: MiniEngine): Readonly<Record<string, Snapshot>> {
  const found = [...engine.resources].flatMap(([name, { id }]) => {
    const record = harness.simulator.instance(id);
    return record === undefined ? [] : [[name, visible(snapshotOf(record, harness.groups))] as const];
  });
  return Object.fromEntries(found);
}

function disturbOne({ simulator, groups }: Harness, engine: MiniEngine, { instance, what }: At<Disturbance>): void {
  const id = [...engine.resources.values()][instance]?.id;
  if (id === undefined || simulator.instance(id) === undefined) return;
  if (what.kind === "delete") {
    simulator.remove(id);
    return;
  }
  const versions = simulator.instances().map(({ version }) => version);
  const newest = versions.find(({ name }) => name === DEFAULT_VERSION);
  simulator.change(id, (record) => disturb(record, what, { newest, groups }));
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
