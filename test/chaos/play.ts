import assert from "node:assert/strict";
import type { InstanceRecord } from "trove-simulator";
import { assertSoon } from "../properties/assert-soon.ts";
import { edited, sound } from "../properties/edits.ts";
import { expected, type InstanceArgs } from "../properties/programs.ts";
import { type Snapshot, snapshotOf, visible } from "../properties/snapshot.ts";
import { defaultNameOf } from "../support/default-name.ts";
import { CREATES } from "./faults.ts";
import { interrupt } from "./interrupt.ts";
import { isQuiet, MOST_INSTANCES, type Plan, type Up } from "./plan.ts";
import { type Program, register, type Stage } from "./stage.ts";
import { Witness } from "./witness.ts";

const NEW: InstanceArgs = { flavor: "m1.tiny", volume: { size: 1 } };
const NAMES = ["one", "two", "three", "four"].slice(0, MOST_INSTANCES);

/** What is known for sure: how the cloud was after the last `up` in peace, and what that had declared. */
interface Ground {
  readonly declared: Program;
  readonly was: Readonly<Record<string, Snapshot>>;
}

/**
 * Brings a program up in trouble, then in peace, and asserts that the cloud is what the program says.
 *
 * @throws {AssertionError} it is not.
 */
export async function play(stage: Stage, plan: Plan): Promise<void> {
  const witness = new Witness(stage.simulator);
  const stranger = lookAtStranger(stage);
  try {
    let ground: Ground = { declared: {}, was: {} };
    let program: Program = {};
    for (const up of plan.ups) {
      program = edit(program, up, ground);
      await bringUp(stage, program, up);
      if (!isQuiet(up)) continue;
      addGuests(stage);
      ground = { declared: program, was: look(stage) };
    }
    await bringUpInPeace(stage, plan);
    await assertReached(stage, ground, program);
    witness.assertNoTwins();
    for (const [name, { databases = {} }] of Object.entries(program)) {
      witness.assertKept(defaultName(name), Object.keys(databases));
    }
    assert.deepEqual(lookAtStranger(stage), stranger, "what is another's is untouched");
  } finally {
    witness.stop();
  }
}

function edit(program: Program, { instances, edits }: Up, { was }: Ground): Program {
  const names = NAMES.slice(0, instances);
  return Object.fromEntries(
    names.map((name, index) => {
      const mine = edits.filter(({ instance }) => instance % instances === index);
      const args = mine.reduce((so, { what }) => edited(so, what, was[name]), program[name] ?? NEW);
      const { allow, ...rest } = sound(args, was[name]);
      return [name, { ...rest, allow: { ...allow, dropDatabases: true } }];
    }),
  );
}

/** One `up` with its trouble; only where there is none it must succeed. */
async function bringUp(stage: Stage, program: Program, up: Up): Promise<void> {
  const { simulator, stack, note } = stage;
  const before = simulator.instances();
  for (const fault of up.faults) simulator.faults.add(fault);
  note(`-- up of ${Object.keys(program).join(", ")}`);
  stack.program = async () => register(program, stage.groups);
  const over = new AbortController();
  const interrupting = up.interruption && interrupt(stage, up.interruption, over.signal);
  const failure = await stack.stack.up().then(() => undefined, messageOf);
  over.abort();
  note(failure === undefined ? "-- it succeeded" : `-- it failed: ${failure}`);
  simulator.faults.clear();
  if (isQuiet(up)) assert.equal(failure, undefined, "an up in peace");
  if (await interrupting) await pickUp(stage);
  if (answersCreates(up) && !failure?.includes("[TROVE_UNKNOWN_OUTCOME]")) await assertKnown(stage, before);
}

/** Whether every create that Trove took was answered, and somebody lived to hear it. */
function answersCreates({ faults, interruption }: Up): boolean {
  return !faults.some(({ path }) => path === CREATES) && !interruption?.way.startsWith("kill");
}

async function assertKnown({ simulator, stack }: Stage, before: readonly InstanceRecord[]): Promise<void> {
  const known = (await stack.resources()).map(({ id }) => id);
  const lost = simulator.instances().filter((record) => !before.includes(record) && !known.includes(record.id));
  assert.deepEqual(lost, [], "what Trove answered to is in the state");
}

/** What a user does after Pulumi itself was killed: its lock is still there, and what it was doing is not known. */
async function pickUp({ stack, note }: Stage): Promise<void> {
  note("-- pulumi cancel");
  await stack.stack.cancel();
}

async function bringUpInPeace({ stack, note }: Stage, { resumes }: Plan): Promise<void> {
  if (!resumes) await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  note("-- up in peace");
  await stack.stack.up().catch((error: unknown) => assert.fail(`the up in peace failed: ${messageOf(error)}`));
  note("-- it succeeded");
}

async function assertReached(stage: Stage, { declared, was }: Ground, program: Program): Promise<void> {
  const wanted = Object.entries(program).map(([name, args]) => [
    name,
    visible(expected(was[name], declared[name], args, defaultName(name))),
  ]);
  await assertSoon(() => look(stage), Object.fromEntries(wanted), "the cloud is what the program says");
  const states = (await stage.stack.resources()).map(({ urn, id }) => [defaultName(urn.split("::").at(-1) ?? ""), id]);
  const records = recordsOf(stage).map(({ name, id }) => [name, id]);
  assert.deepEqual(Object.fromEntries(states), Object.fromEntries(records), "the state's ids are the cloud's");
  assert.equal(states.length, records.length, "a state for each instance");
  stage.note("-- preview");
  await stage.stack.stack.preview({ expectNoChanges: true });
}

/** What the cloud has of the program's instances, by the resources' names. */
function look(stage: Stage): Readonly<Record<string, Snapshot>> {
  const names = new Map(NAMES.map((name) => [defaultName(name), name]));
  const records = recordsOf(stage);
  assert.equal(new Set(records.map(({ name }) => name)).size, records.length, "each name is that of one instance");
  return Object.fromEntries(
    records.map((record) => [names.get(record.name) ?? record.name, visible(snapshotOf(record, stage.groups))]),
  );
}

function recordsOf({ simulator, stranger }: Stage): InstanceRecord[] {
  return simulator.instances().filter(({ id }) => id !== stranger);
}

function lookAtStranger({ simulator, stranger }: Stage): Snapshot | undefined {
  const record = simulator.instance(stranger);
  return record && snapshotOf(record);
}

/** Databases and users that somebody else makes on each instance. */
function addGuests(stage: Stage): void {
  for (const record of recordsOf(stage)) {
    record.databases.push({ name: "foreign", characterSet: undefined, collate: undefined });
    record.users.push({ name: "foreign", host: "%", password: "foreign-password", databases: ["foreign"] });
  }
}

function defaultName(name: string): string {
  return defaultNameOf(`urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::${name}`);
}

/** Of what the CLI has printed, which its error holds twice, what it says of failures. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, diagnostics] = /\nDiagnostics:\n(.*?)\n(?:Resources|Outputs|Duration):/s.exec(message) ?? [];
  return diagnostics?.trim() ?? message;
}
