import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { type Harness, startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

// A program that removes `databases` leaves them unmanaged. It may declare one again, with other values.

const program = (databases?: InstanceInputs["databases"]) => inputs({ volume: { size: 1 }, databases });
const again = program({ app: { characterSet: "latin1" } });

async function startReleased(t: TestContext) {
  const harness = await startHarness(t);
  const made = await create(program({ app: { characterSet: "utf8" } }), harness.context);
  const state = await update(made.id, made.state, program(), harness.context);
  assert.deepEqual(state.released?.databases, { app: { characterSet: "utf8" } });
  return { ...harness, id: made.id, state };
}

async function rowsOf({ context, id, state }: Pick<Harness, "context"> & Awaited<ReturnType<typeof startReleased>>) {
  const comparable = await prepareDiff(id, state, again, context);
  return compare(comparable.state, comparable.inputs).changes.map(({ path, kind }) => `${path} ${kind}`);
}

test("refuses another character set for a released database that exists", async (t) => {
  const harness = await startReleased(t);
  assert.deepEqual(await rowsOf(harness), ["databases.app refuse"]);
  await assert.rejects(update(harness.id, harness.state, again, harness.context), { code: "TROVE_REFUSED" });
});

test("creates a released database that was dropped outside with another character set", async (t) => {
  const harness = await startReleased(t);
  harness.cloud.change(harness.id, (record) => {
    record.databases = [];
  });
  assert.deepEqual(await rowsOf(harness), ["databases.app update"]);
  const now = await update(harness.id, harness.state, again, harness.context);
  assert.deepEqual([now.databases, now.released], [again.databases, undefined]);
  assert.deepEqual(
    harness.cloud.instance(harness.id)?.databases.map(({ name }) => name),
    ["app"],
  );
});
