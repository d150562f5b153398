import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "../../../../../provider/resources/context.ts";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { read } from "../../../../../provider/resources/instance/read/read.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { createProcessServices } from "../../../../../provider/resources/process-services.ts";
import { startHarness, takeBackup } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

// The state keeps the removed values that Trove does not report: declared again, they are no change.

const NETWORK = { networkId: "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11" };
const SUBNET = { subnetId: "7a1b8a5e-7f4d-4a0e-9a55-0f5a3a5c9d22" };
const plain = inputs({ volume: { size: 1 } });
const consent = { allow: { replace: true } };

/** What a program declares, what remains after a removal, and another value than the first. */
const CASES: Readonly<
  Record<string, readonly [declared: InstanceInputs, removed: InstanceInputs, other: InstanceInputs]>
> = {
  availabilityZone: [{ availabilityZone: "nova" }, {}, { availabilityZone: "other" }],
  locality: [{ locality: "affinity" }, {}, { locality: "anti-affinity" }],
  network: [{ network: NETWORK }, {}, { network: SUBNET }],
  "a part of network": [
    { network: { ...SUBNET, ipAddress: "10.0.0.5" } },
    { network: SUBNET },
    { network: { ...SUBNET, ipAddress: "10.0.0.6" } },
  ],
  "volume.type": [{ volume: { size: 1, type: "ssd" } }, {}, { volume: { size: 1, type: "lvmdriver-1" } }],
  volume: [{ volume: { size: 1, type: "ssd" } }, { volume: undefined }, { volume: { size: 1, type: "lvmdriver-1" } }],
  "a volume of the default type": [{}, { volume: undefined }, { volume: { size: 1, type: "ssd" } }],
};

for (const [title, [declared, removed, other]] of Object.entries(CASES)) {
  const first = { ...plain, ...declared };
  const second = { ...plain, ...removed };
  const third = { ...plain, ...other, ...consent };

  test(`finds no change in ${title} that is removed and declared again`, async (t) => {
    const { context } = await startHarness(t);
    const { id, state } = await create(first, context);
    const released = await update(id, state, second, context);
    const again = { ...first, ...consent };
    assert.ok(kinds(released, again).every((kind) => kind === "stateOnly"));
    const back = await update(id, released, again, context);
    assert.deepEqual([kinds(back, again), back.released], [[], undefined]);
  });

  test(`needs a replacement for another value of a removed ${title}`, async (t) => {
    const { context } = await startHarness(t);
    const { id, state } = await create(first, context);
    const released = await update(id, state, second, context);
    assert.ok(kinds(released, third).includes("replace"));
    const { allow: _, ...withoutConsent } = third;
    assert.ok(kinds(released, withoutConsent).includes("refuse"));
  });

  test(`keeps a removed ${title} through a refresh and another update`, async (t) => {
    const { context } = await startHarness(t);
    const { id, state } = await create(first, context);
    const released = await update(id, state, second, context);
    const refreshed = await read({ id, state: released }, context);
    assert.ok(refreshed !== undefined);
    const renamed = { ...second, name: "renamed" };
    const later = await update(id, refreshed.state, renamed, context);
    assert.ok(kinds(later, { ...first, ...consent, name: "renamed" }).every((kind) => kind === "stateOnly"));
    assert.ok(kinds(later, { ...third, name: "renamed" }).includes("replace"));
  });

  test(`keeps a removed ${title} if the update that removes it is interrupted`, async (t) => {
    const { cloud, context } = await startHarness(t);
    const { id, state } = await create(first, context);
    cloud.faults.add({ method: "PUT", effect: { type: "status", status: 403, body: {} } });
    const stopped = await stateOf(update(id, state, { ...second, name: "renamed" }, context));
    assert.ok(kinds(stopped, { ...first, ...consent }).every((kind) => kind === "stateOnly" || kind === "update"));
    const back = await update(id, stopped, { ...first, ...consent }, context);
    assert.deepEqual([kinds(back, { ...first, ...consent }), back.released], [[], undefined]);
  });
}

test("keeps the values that several updates have removed", async (t) => {
  const { context } = await startHarness(t);
  const all = { ...plain, network: NETWORK, availabilityZone: "nova", locality: "affinity" as const };
  let { id, state } = await create(all, context);
  for (const name of ["network", "availabilityZone", "locality"] as const) {
    state = await update(id, state, { ...all, [name]: undefined }, context);
    assert.deepEqual(kinds(state, all), ["stateOnly"]);
  }
  state = await update(id, state, plain, context);
  assert.deepEqual(kinds(state, all), ["stateOnly", "stateOnly", "stateOnly"]);
});

test("keeps no value of an argument that an adoption did not declare", async (t) => {
  const { context } = await startHarness(t);
  const made = await create(plain, context);
  const { state } = await create({ adoptId: made.id }, newcomer(context));
  assert.equal(state.released, undefined);
  assert.deepEqual(kinds(state, { adoptId: made.id, volume: { size: 1, type: "ssd" } }), ["stateOnly"]);
});

test("does not warn of a restorePoint that is declared again", async (t) => {
  const harness = await startHarness(t, { backup: 0 });
  const source = await create(plain, harness.context);
  const { id: backupId } = await takeBackup(harness, source.id, "nightly");
  const restored = { ...plain, restorePoint: { backupId } };
  const { id, state } = await create(restored, harness.context);
  const released = await update(id, state, plain, harness.context);
  assert.deepEqual(warnings(released, restored), [undefined]);
  assert.deepEqual(warnings(released, { ...plain, restorePoint: { backupId: OTHER_ID } }), [true]);
});

test("refuses another character set of a removed database that is declared again", async (t) => {
  const { context, cloud } = await startHarness(t);
  const databases = { app: { characterSet: "utf8mb4" }, audit: {} };
  const { id, state } = await create({ ...plain, databases }, context);
  const released = await update(id, state, plain, context);
  assert.deepEqual(kinds(released, { ...plain, databases }), ["stateOnly", "stateOnly"]);
  const latin = { app: { characterSet: "latin1" } };
  assert.deepEqual(kinds(released, { ...plain, databases: latin }), ["refuse"]);
  const back = await update(id, released, { ...plain, databases: { audit: {} } }, context);
  assert.deepEqual(kinds(back, { ...plain, databases }), ["stateOnly"]);
  assert.deepEqual(kinds(back, { ...plain, databases: { audit: {}, ...latin } }), ["refuse"]);
  assert.equal(cloud.requests.filter(({ path }) => path.endsWith("/databases")).every(isGet), true);
});

test("creates a dropped database again, with any character set", async (t) => {
  const { context } = await startHarness(t);
  const allow = { dropDatabases: true };
  const { id, state } = await create({ ...plain, databases: { app: { characterSet: "utf8mb4" } } }, context);
  const dropped = await update(id, state, { ...plain, allow, databases: {} }, context);
  const latin = { ...plain, allow, databases: { app: { characterSet: "latin1" } } };
  assert.deepEqual(kinds(dropped, latin), ["update"]);
});

function kinds(state: InstanceState, inputs: InstanceInputs): string[] {
  const changes = compare(state, inputs).changes.filter(({ path }) => path !== "allow");
  return changes.map(({ kind }) => kind);
}

function warnings(state: InstanceState, inputs: InstanceInputs): (boolean | undefined)[] {
  return compare(state, inputs).changes.map(({ warning }) => warning);
}

function isGet({ method }: { readonly method: string }): boolean {
  return method === "GET";
}

/** The same cloud for another process, which holds no instance yet. */
function newcomer(context: Context): Context {
  return { ...context, ...createProcessServices({ resumeInterrupted: false, previewChecks: true }) };
}

async function stateOf(update: Promise<InstanceState>): Promise<InstanceState> {
  const error = await update.catch((error: unknown) => error);
  assert.ok(error instanceof InterruptedError, String(error));
  return error.state as InstanceState;
}
