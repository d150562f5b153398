import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { startSimulator, type TroveRelease } from "../../simulator/index.ts";
import { connect, until } from "../unit/resources/instance/harness.ts";
import { declarations, settle } from "./contents/cases.ts";
import { type Instance, play } from "./contents/play.ts";
import type { Datastore } from "./contents/preview.ts";
import { mysqlProgram, postgresqlProgram } from "./contents/programs.ts";

// PROPERTY_RUNS=n runs the declarations 1 to n of each kind of instance. PROPERTY_SEED=k runs only declaration k.
const runs = Number(process.env.PROPERTY_RUNS ?? 20);
const only = process.env.PROPERTY_SEED;
const seeds = only === undefined ? Array.from({ length: runs }, (_, index) => index + 1) : [Number(only)];

const kinds: readonly (readonly [release: TroveRelease, datastore: Datastore])[] = [
  [18, { type: "mariadb", version: "10.4.18" }],
  [26, { type: "mariadb", version: "10.4.18" }],
  [26, { type: "postgresql", version: "12.18" }],
];

for (const [release, datastore] of kinds) {
  test(`what passes a preview works in ${datastore.type} on Trove ${release}`, async (t) => {
    const failures: string[] = [];
    let instance = await openInstance(t, release, datastore);
    for (const seed of seeds) {
      if (instance === undefined) return;
      const failure = await failureOf(instance, datastore, seed);
      if (failure === undefined) continue;
      failures.push(failure);
      // What it left would disturb the following ones.
      instance = await openInstance(t, release, datastore);
    }
    if (failures.length > 0) assert.fail(failures.join("\n\n"));
  });
}

async function failureOf(instance: Instance, datastore: Datastore, seed: number): Promise<string | undefined> {
  const [generated] = fc.sample(declarations(datastore.type), { seed, numRuns: 1 });
  assert.ok(generated);
  const declared = await settle(datastore, generated);
  try {
    await play(instance, declared);
    return undefined;
  } catch (error) {
    return [
      `Declaration ${seed}: ${error instanceof Error ? error.message : error}`,
      JSON.stringify(declared),
      `Replay: PROPERTY_SEED=${seed} node --test test/properties/contents.test.ts`,
    ].join("\n");
  }
}

/** An instance with a real server, in a cloud of its own; `undefined` if this machine has no such server. */
async function openInstance(
  t: TestContext,
  release: TroveRelease,
  datastore: Datastore,
): Promise<Instance | undefined> {
  const notes: string[] = [];
  const simulator = await startSimulator({
    databases: "auto",
    troveRelease: release,
    boot: 0,
    guestLag: 0,
    rate: 1_000_000,
    log: (line) => notes.push(line),
  });
  t.after(() => simulator.stop());
  const trove = connect(simulator);
  const { id } = await trove.instances.create({ name: "db", flavorId: "1", volume: { size: 1 }, datastore });
  await until(
    "the instance",
    () => trove.instances.get(id),
    ({ status }) => status === "ACTIVE",
  );
  const at = simulator.instance(id)?.databaseServer.endpoint;
  if (at === undefined) {
    t.skip(notes.join(" "));
    return undefined;
  }
  const { name: user, password } = await trove.root.enable(id, undefined);
  if (datastore.type === "postgresql") {
    const root = { user, password, database: "postgres" };
    return { id, trove, at, root, program: postgresqlProgram, restricts: false };
  }
  return { id, trove, at, root: { user, password }, program: mysqlProgram, restricts: true };
}
