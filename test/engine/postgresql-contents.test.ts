import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import type { TestStack } from "../support/engine.ts";
import { assertSteady, assertUnchanged } from "./clouds.ts";
import { connect } from "./errors/connect.ts";
import { asked, declares, failureOf, type Harness, idsIn, onlyId, startHarness, until } from "./harness.ts";

/** Whose Trove makes a PostgreSQL instance with databases and users, and neither lists nor changes them. */
const startOld = (t: TestContext) => startHarness(t, { troveRelease: 18, backup: 0.2 });

const DATASTORE = { type: "postgresql" };
const APP = { name: "app", password: "p-of-app", databases: ["shop"] };
const START: TroveInstanceArgs = {
  datastore: DATASTORE,
  volume: { size: 1 },
  databases: [{ name: "shop" }],
  users: [APP],
};
const LIMIT = /neither lists nor changes them later/;

async function upOf(harness: Harness, args: TroveInstanceArgs): Promise<TestStack> {
  const stack = await harness.createStack({ program: declares(args) });
  await stack.stack.up({ onOutput: stack.onOutput });
  return stack;
}

async function pendingOf(stack: TestStack): Promise<readonly string[]> {
  return (await stack.resources())[0]?.outputs.__state.pending;
}

test("creates an instance with databases and users, with one warning and no drift", async (t) => {
  const harness = await startOld(t);
  const stack = await upOf(harness, START);
  assert.match(stack.output(), /declared shop, app@%, and their creation cannot be verified/);
  const id = await onlyId(stack);
  const before = stack.output().length;
  await stack.stack.preview({ expectNoChanges: true, onOutput: stack.onOutput });
  await stack.stack.refresh({ expectNoChanges: true, onOutput: stack.onOutput });
  const { summary } = await stack.stack.up({ onOutput: stack.onOutput });
  assert.deepEqual(summary.resourceChanges, { same: 2 });
  assert.doesNotMatch(stack.output().slice(before), /warning|neither lists/i);

  stack.program = declares({
    ...START,
    ...{ name: "renamed", flavor: "m1.medium", volume: { size: 2 } },
    access: { isPublic: false, allowedCidrs: ["10.0.0.0/8"] },
  });
  await stack.stack.up();
  const now = harness.cloud.instance(id);
  assert.deepEqual([now?.name, now?.flavor, now?.volume.size], ["renamed", "3", 2]);
  await assertUnchanged(stack);
  await stack.stack.destroy();
  assert.deepEqual(idsIn(harness.cloud), []);
});

test("refuses changes of databases, users, passwords and grants at preview, by path", async (t) => {
  const harness = await startOld(t);
  const stack = await upOf(harness, START);
  const id = await onlyId(stack);
  harness.cloud.requests.length = 0;
  const { databases, ...ungranted } = APP;
  const changes: readonly (readonly [paths: RegExp, args: TroveInstanceArgs])[] = [
    [
      /databases\.late: cannot.*users\["late@%"\]: cannot/s,
      { databases: [{ name: "shop" }, { name: "late" }], users: [APP, { name: "late", password: "p-late" }] },
    ],
    [
      /databases\.shop: cannot.*users\["app@%"\]: cannot/s,
      { databases: [], users: [], allow: { dropDatabases: true } },
    ],
    [
      /users\["app@%"\]\.password: cannot.*users\["app@%"\]\.databases: cannot/s,
      { users: [{ ...ungranted, password: "p-other", databases: [] }] },
    ],
  ];
  for (const [paths, args] of changes) {
    stack.program = declares({ ...START, ...args, flavor: "m1.medium" });
    const message = await failureOf(stack.stack.preview());
    assert.match(message, paths);
    assert.match(message, LIMIT);
  }
  assert.match(await failureOf(stack.stack.up()), LIMIT);
  assert.deepEqual([asked(harness.cloud, "POST"), harness.cloud.instance(id)?.flavor], [[], "2"]);

  stack.program = declares({ datastore: DATASTORE });
  await stack.stack.up();
  await assertSteady(stack);
  assert.deepEqual(
    harness.cloud.instance(id)?.contents.users.map(({ name }) => name),
    ["app"],
  );
});

test("an instance that an earlier version left half made is finished by the next up", async (t) => {
  const harness = await startOld(t);
  const stack = await upOf(harness, START);
  const id = await onlyId(stack);
  await leaveHalfMade(stack);
  harness.cloud.requests.length = 0;
  await stack.stack.refresh();
  assert.deepEqual(await pendingOf(stack), ["create"]);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([await pendingOf(stack), asked(harness.cloud, "POST")], [[], []]);
  await assertSteady(stack);
});

test("a half-made instance whose program has changed is finished as it was created", async (t) => {
  const harness = await startOld(t);
  const stack = await upOf(harness, START);
  await leaveHalfMade(stack);
  stack.program = declares({ ...START, users: [APP, { name: "late", password: "p-late" }], flavor: "m1.medium" });
  const message = await failureOf(stack.stack.up());
  assert.match(message, /users\["late@%"\]: cannot be changed/);
  stack.program = declares({ ...START, flavor: "m1.medium" });
  await stack.stack.up();
  assert.equal(harness.cloud.instance(await onlyId(stack))?.flavor, "3");
  await assertSteady(stack);
});

/**
 * Writes the state as the version did that took the 422 for a failure of the create: all that it had asked for is there,
 * the create is pending, and the resource's creation has failed.
 */
async function leaveHalfMade({ stack }: TestStack): Promise<void> {
  const state = await stack.exportStack();
  for (const resource of state.deployment.resources) {
    if (resource.outputs?.__state === undefined) continue;
    resource.outputs.__state.pending = ["create"];
    resource.initErrors = [
      `Listing the users of instance ${resource.id} failed: Trove answered 422 unprocessableEntity: Operation not ` +
        "supported for datastore postgresql (request req-1). Correct the value that the server names. [TROVE_BAD_REQUEST]",
    ];
  }
  await stack.importStack(state);
}

test("a restored instance takes no databases or users, and is finished without them", async (t) => {
  const harness = await startOld(t);
  const stack = await upOf(harness, START);
  const { backups } = await connect(harness.cloud);
  const { id: backupId } = await backups.create({ name: "nightly", instanceId: await onlyId(stack) });
  await until("the backup", () => harness.cloud.backup(backupId)?.state === "COMPLETED");
  // With another instance of the datastore it would be refused before anything is created.
  await stack.stack.destroy();

  const restored = await harness.createStack({
    name: "restored",
    program: declares({ ...START, restorePoint: { backupId } }),
  });
  const message = await failureOf(restored.stack.up());
  assert.match(message, /databases\.shop: cannot be changed.*users\["app@%"\]: cannot be changed/s);
  assert.match(message, LIMIT);
  const id = await onlyId(restored);
  restored.program = declares({ datastore: DATASTORE, restorePoint: { backupId }, flavor: "m1.medium" });
  await restored.stack.up();
  assert.equal(await onlyId(restored), id);
  assert.equal(harness.cloud.instance(id)?.flavor, "3");
  await assertSteady(restored);
});

test("adoptId with databases or users is refused at preview, and works without them", async (t) => {
  const harness = await startOld(t);
  const { instances } = await connect(harness.cloud);
  const made = { name: "by-hand", flavorId: "2", volume: { size: 1 }, datastore: DATASTORE };
  const { id } = await instances.create(made);
  await until("the instance", () => harness.cloud.instance(id)?.status === "ACTIVE");
  harness.cloud.requests.length = 0;
  const stack = await harness.createStack({ program: declares({ ...START, adoptId: id, name: "adopted" }) });
  for (const operation of [() => stack.stack.preview(), () => stack.stack.up()]) {
    const message = await failureOf(operation());
    assert.match(message, /databases\.shop: can neither be verified.*users\["app@%"\]: can neither be verified/s);
    assert.match(message, /Leave the arguments databases and users out of the program, and use SQL/);
  }
  assert.deepEqual([await stack.resources(), harness.cloud.instance(id)?.name], [[], "by-hand"]);
  stack.program = declares({ datastore: DATASTORE, adoptId: id, name: "adopted" });
  await stack.stack.up();
  assert.deepEqual([await onlyId(stack), harness.cloud.instance(id)?.name], [id, "adopted"]);
  await assertSteady(stack);
});
