import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { type Harness, startHarness } from "../../instance/harness.ts";
import { inputs } from "../../instance/samples.ts";

const password = "secret-1";
const MINUTE = 60_000;

/** Minutes until the change fails, and its message. */
async function failureOf({ context }: Harness, change: Promise<unknown>) {
  const started = context.clock.now();
  const message = await change.then(
    () => assert.fail("the change did not fail"),
    (error: Error & { code?: string }) => {
      assert.equal(error.code, "TROVE_CHANGE_FAILED");
      return error.message;
    },
  );
  return { message, minutes: (context.clock.now() - started) / MINUTE };
}

async function withInstance(harness: Harness, declared: Partial<InstanceInputs> = {}) {
  return create(inputs({ volume: { size: 1 }, ...declared }), harness.context);
}

/** What the guest agent of 26 refuses and an operator or an older cloud allows, and what the error says of it. */
const refused: readonly (readonly [what: string, declared: Partial<InstanceInputs>, message: RegExp])[] = [
  [
    "a partial host",
    { users: { "app@10.%": { password } } },
    /^users\["app@10\.%"\]: the guest agent of instance \S+ did not create it within 2 minutes, .*: the user's host 10\.% does not consist of four/,
  ],
  [
    "a host name",
    { users: { "good@%": { password }, "app@db.x": { password } } },
    /^users\["app@db\.x"\]: the guest agent .* A possible reason: the user's host is a host name/,
  ],
  [
    "another encoding of PostgreSQL",
    { datastore: { type: "postgresql" }, databases: { app: { characterSet: "latin1" } } },
    /^databases\.app: the guest agent .* A possible reason: PostgreSQL makes databases only .*backup or a lock/,
  ],
];

for (const [what, declared, expected] of refused) {
  test(`names the path and a possible reason if a create fails with ${what}`, async (t) => {
    const harness = await startHarness(t, { troveRelease: 26 });
    assert.match((await failureOf(harness, withInstance(harness, declared))).message, expected);
  });
}

test("fails if the guest agent refuses a new user; the next update drops it", async (t) => {
  const harness = await startHarness(t, { troveRelease: 26 });
  const { id, state } = await withInstance(harness, { users: { "app@%": { password } } });
  const wanted = inputs({ volume: { size: 1 }, users: { "app@%": { password }, "app@10.%": { password } } });
  let saved = state;
  const failing = update(id, state, wanted, harness.context).catch((error: Error & { state: typeof state }) => {
    saved = error.state;
    throw error;
  });
  assert.match((await failureOf(harness, failing)).message, /^users\["app@10\.%"\]: /);
  assert.deepEqual(saved.pending, ["update"]);
  const after = await update(
    id,
    saved,
    inputs({ volume: { size: 1 }, users: { "app@%": { password } } }),
    harness.context,
  );
  assert.deepEqual([Object.keys(after.users ?? {}), after.pending], [["app@%"], []]);
});

for (const [kind, without] of [
  ["users", { users: {} }],
  ["databases", { databases: {}, allow: { dropDatabases: true } }],
] as const) {
  test(`fails after ten minutes if the guest agent does not drop ${kind}`, async (t) => {
    const harness = await startHarness(t);
    const { id, state } = await withInstance(harness, { databases: { app: {} }, users: { "app@%": { password } } });
    const effect = { type: "status", status: 202, body: {} } as const;
    harness.cloud.faults.add({ method: "DELETE", path: `/${kind}/`, times: 0, effect });
    const rest = { volume: { size: 1 }, databases: { app: {} }, users: { "app@%": { password } } };
    const failing = update(id, state, inputs({ ...rest, ...without }), harness.context);
    const { message, minutes } = await failureOf(harness, failing);
    assert.match(message, /did not drop it within 10 minutes, and Trove does not report why\. .*PostgreSQL drops no /);
    assert.ok(minutes >= 10, `${minutes} minutes`);
  });
}

test("waits for a database that appears after a minute and a half", async (t) => {
  const harness = await startHarness(t, { guestLag: 90 });
  const { id, state } = await withInstance(harness);
  const started = harness.context.clock.now();
  const after = await update(id, state, inputs({ volume: { size: 1 }, databases: { app: {} } }), harness.context);
  assert.deepEqual([after.databases, after.pending], [{ app: {} }, []]);
  assert.ok(harness.context.clock.now() - started >= 1.5 * MINUTE - 1000);
});

test("waits for a database while a backup of the instance runs", async (t) => {
  const harness = await startHarness(t, { guestLag: 180, backup: 6000 });
  const { id, state } = await withInstance(harness);
  await harness.context.trove.backups.create({ name: "nightly", instanceId: id });
  const after = await update(id, state, inputs({ volume: { size: 1 }, databases: { app: {} } }), harness.context);
  assert.deepEqual([after.databases, after.pending], [{ app: {} }, []]);
});
