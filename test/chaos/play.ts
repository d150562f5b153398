import assert from "node:assert/strict";
import type { InstanceRecord } from "../../simulator/index.ts";
import { assertSoon } from "../properties/assert-soon.ts";
import { type Edit, edited, sound } from "../properties/edits.ts";
import { expected, type InstanceArgs } from "../properties/programs.ts";
import { type Snapshot, snapshotOf, visible } from "../properties/snapshot.ts";
import { defaultNameOf } from "../support/default-name.ts";
import { assertBeside, type Beside, withoutBeside } from "./beside.ts";
import { kindOf, skewOf } from "./fault-kinds.ts";
import { CREATES } from "./faults.ts";
import { type Harness, type Program, register } from "./harness.ts";
import { interrupt } from "./interrupt.ts";
import { Observer } from "./observer.ts";
import { isQuiet, MOST_INSTANCES, type Plan, type Up } from "./plan.ts";

const NEW: InstanceArgs = { flavor: "m1.tiny", volume: { size: 1 } };
const NAMES = ["one", "two", "three", "four"].slice(0, MOST_INSTANCES);

/** The last known state: the program of the last `up` without faults, and the cloud after it. */
interface Baseline {
  readonly declared: Program;
  readonly was: Readonly<Record<string, Snapshot>>;
}

/**
 * Runs the `up`s of a plan with their faults, then one without, and asserts that the cloud matches the program.
 *
 * @throws {AssertionError} if it does not.
 */
export async function play(harness: Harness, plan: Plan): Promise<void> {
  const observer = new Observer(harness.simulator, ({ name }) => resourceOf(name));
  const stranger = lookAtStranger(harness);
  harness.struck.push(...skewOf(plan));
  try {
    let baseline: Baseline = { declared: {}, was: {} };
    let program: Program = {};
    let beside: Beside | undefined;
    const unknown: string[] = [];
    for (const up of plan.ups) {
      program = edit(program, up, baseline);
      beside = up.beside ?? beside;
      unknown.push(...(await bringUp(harness, program, { ...up, ...(beside && { beside }) })));
      if (!isQuiet(up)) continue;
      addGuests(harness);
      baseline = { declared: program, was: look(harness) };
    }
    await bringUpWithoutFaults(harness, plan);
    const strays = await straysOf(harness, unknown);
    await assertMatches(harness, baseline, program, strays);
    const first = recordsOf(harness, strays).find(({ name }) => resourceOf(name) === NAMES[0]);
    if (beside !== undefined && first !== undefined) await assertBeside(beside, first, harness);
    observer.assertNoTwins(unknown);
    for (const [name, { databases = {} }] of Object.entries(program)) {
      observer.assertKept(name, Object.keys(databases));
    }
    assert.deepEqual(lookAtStranger(harness), stranger, "the other instance is unchanged");
  } finally {
    observer.stop();
  }
}

function edit(program: Program, { instances, edits }: Up, { was }: Baseline): Program {
  const names = NAMES.slice(0, instances);
  return Object.fromEntries(
    names.map((name, index) => {
      const mine = edits.filter(({ instance }) => instance % instances === index);
      const args = mine.reduce((so, { what }) => edited(so, ofInstance(name, what), was[name]), program[name] ?? NEW);
      const { allow, ...rest } = sound(args, was[name]);
      return [name, { ...rest, allow: { ...allow, dropDatabases: true } }];
    }),
  );
}

/** Makes chosen names unique for each resource, as default names are. */
function ofInstance(resource: string, edit: Edit): Edit {
  return edit.kind === "name" && edit.name !== undefined ? { ...edit, name: `${resource}-${edit.name}` } : edit;
}

/** The name of the resource, from the name of its instance. */
function resourceOf(name: string): string {
  return name.split("-")[0] ?? name;
}

/**
 * Runs one `up` with its faults. It must succeed only if there are none.
 *
 * @returns the resources with chosen names for which the `up` could not know whether it created the instance.
 */
async function bringUp(harness: Harness, program: Program, up: Up): Promise<string[]> {
  const { simulator, stack, struck, note } = harness;
  const before = simulator.instances();
  const planned = up.faults.map((fault) => ({ kind: kindOf(fault), id: simulator.faults.add(fault) }));
  note(`-- up of ${Object.keys(program).join(", ")}`);
  stack.program = async () => register(program, harness.groups, up.beside);
  const over = new AbortController();
  const interrupting = up.interruption && interrupt(harness, up.interruption, over.signal);
  const failure = await stack.stack.up().then(() => undefined, messageOf);
  over.abort();
  note(failure === undefined ? "-- it succeeded" : `-- it failed: ${failure}`);
  const interrupted = (await interrupting) ? up.interruption?.way : undefined;
  simulator.faults.clear();
  struck.push(...planned.filter(({ id }) => simulator.faults.struck(id) > 0).map(({ kind }) => kind));
  // An interruption after the end has no effect.
  if (interrupted !== undefined && failure !== undefined) struck.push(interrupted);
  if (isQuiet(up)) assert.equal(failure, undefined, "an up without faults");
  if (interrupted === "kill Pulumi") await pickUp(harness);
  if (answersCreates(up) && !failure?.includes("[TROVE_UNKNOWN_OUTCOME]")) await assertKnown(harness, before);
  return unknownIn(failure, program);
}

function unknownIn(failure: string | undefined, program: Program): string[] {
  const told = failure?.split("\n").filter((line) => line.includes("[TROVE_UNKNOWN_OUTCOME]")) ?? [];
  const isUnknown = (name: string) => told.some((line) => line.includes(`"${name}"`));
  return Object.entries(program).flatMap(([resource, { name }]) =>
    name !== undefined && isUnknown(name) ? [resource] : [],
  );
}

/** Whether the provider received the response to every accepted create. */
function answersCreates({ faults, interruption }: Up): boolean {
  return !faults.some(({ path }) => path === CREATES) && !interruption?.way.startsWith("kill");
}

async function assertKnown({ simulator, stack }: Harness, before: readonly InstanceRecord[]): Promise<void> {
  const known = (await stack.resources()).map(({ id }) => id);
  const lost = simulator.instances().filter((record) => !before.includes(record) && !known.includes(record.id));
  assert.deepEqual(lost, [], "every answered create is in the state");
}

/** Runs `pulumi cancel`, as a user does after Pulumi was killed, to remove its lock. */
async function pickUp({ stack, note }: Harness): Promise<void> {
  note("-- pulumi cancel");
  await stack.stack.cancel();
}

async function bringUpWithoutFaults({ stack, note }: Harness, { resumes }: Plan): Promise<void> {
  if (!resumes) await stack.stack.setConfig("trove:resumeInterrupted", { value: "true" });
  note("-- up without faults");
  await stack.stack.up().catch((error: unknown) => assert.fail(`the up without faults failed: ${messageOf(error)}`));
  note("-- it succeeded");
}

/**
 * The orphaned instances of creates with an unknown outcome. If the program chose the name, the next `up` only warns
 * about them.
 */
async function straysOf(harness: Harness, unknown: readonly string[]): Promise<InstanceRecord[]> {
  const known = (await harness.stack.resources()).map(({ id }) => id);
  const strays = recordsOf(harness).filter(({ id }) => !known.includes(id));
  const owners = strays.map(({ name }) => resourceOf(name));
  for (const owner of unknown) if (owners.includes(owner)) owners.splice(owners.indexOf(owner), 1);
  assert.deepEqual(owners, [], "no unknown instances");
  return strays;
}

async function assertMatches(
  harness: Harness,
  { declared, was }: Baseline,
  program: Program,
  strays: readonly InstanceRecord[],
): Promise<void> {
  const wanted = Object.entries(program).map(([name, args]) => [
    name,
    // An instance keeps its name if the program removes the argument.
    visible(expected(was[name], declared[name], args, was[name]?.name ?? defaultName(name))),
  ]);
  await assertSoon(() => look(harness, strays), Object.fromEntries(wanted), "the cloud matches the program");
  const instances = (await harness.stack.resources()).filter(({ type }) => type.endsWith(":Instance"));
  const states = instances.map(({ urn, id }) => [urn.split("::").at(-1), id]);
  const records = recordsOf(harness, strays).map(({ name, id }) => [resourceOf(name), id]);
  assert.deepEqual(Object.fromEntries(states), Object.fromEntries(records), "the state's ids are the cloud's");
  assert.equal(states.length, records.length, "a state for each instance");
  harness.note("-- preview");
  await harness.stack.stack.preview({ expectNoChanges: true });
}

/** The program's instances in the cloud, by resource name. */
function look(harness: Harness, strays: readonly InstanceRecord[] = []): Readonly<Record<string, Snapshot>> {
  const records = recordsOf(harness, strays);
  const owners = records.map(({ name }) => resourceOf(name));
  assert.equal(new Set(owners).size, records.length, "each resource has one instance");
  return Object.fromEntries(
    records.map((record) => [resourceOf(record.name), visible(withoutBeside(snapshotOf(record, harness.groups)))]),
  );
}

function recordsOf({ simulator, stranger }: Harness, strays: readonly InstanceRecord[] = []): InstanceRecord[] {
  return simulator.instances().filter((record) => record.id !== stranger && !strays.includes(record));
}

function lookAtStranger({ simulator, stranger }: Harness): Snapshot | undefined {
  const record = simulator.instance(stranger);
  return record && snapshotOf(record);
}

/** Adds a database and a user to each instance, outside of Pulumi. */
function addGuests(harness: Harness): void {
  for (const record of recordsOf(harness)) {
    record.databases.push({ name: "foreign", characterSet: undefined, collate: undefined });
    record.users.push({ name: "foreign", host: "%", password: "foreign-password", databases: ["foreign"] });
  }
}

function defaultName(name: string): string {
  return defaultNameOf(`urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::${name}`);
}

/** The diagnostics in the CLI's output, which its error contains twice. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, diagnostics] = /\nDiagnostics:\n(.*?)\n(?:Resources|Outputs|Duration):/s.exec(message) ?? [];
  return diagnostics?.trim() ?? message;
}
