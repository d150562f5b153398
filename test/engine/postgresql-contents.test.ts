import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import type { TestStack } from "../support/engine.ts";
import { connect } from "./catalogue/connect.ts";
import { assertSteady, assertUnchanged } from "./clouds.ts";
import { asked, declares, failureOf, idsIn, onlyId, startWorld, until, type World } from "./harness.ts";

/** Whose Trove makes a PostgreSQL instance with databases and users, and neither lists nor changes them. */
const startOld = (t: TestContext) => startWorld(t, { troveRelease: 18, backup: 0.2 });

const DATASTORE = { type: "postgresql" };
const APP = { name: "app", password: "p-of-app", databases: ["shop"] };
const START: TroveInstanceArgs = {
  datastore: DATASTORE,
  volume: { size: 1 },
  databases: [{ name: "shop" }],
  users: [APP],
};
const LIMIT = /neither lists nor changes them later/;

async function upOf(world: World, args: TroveInstanceArgs): Promise<TestStack> {
  const stack = await world.createStack({ program: declares(args) });
  await stack.stack.up({ onOutput: stack.onOutput });
  return stack;
}

async function pendingOf(stack: TestStack): Promise<readonly string[]> {
  return (await stack.resources())[0]?.outputs.__state.pending;
}

test("creates an instance with databases and users, with one warning and no drift", async (t) => {
  const world = await startOld(t);
  const stack = await upOf(world, START);
  assert.match(stack.output(), /declared shop, app@%, and nothing can show whether they were made/);
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
  const now = world.cloud.instance(id);
  assert.deepEqual([now?.name, now?.flavor, now?.volume.size], ["renamed", "3", 2]);
  await assertUnchanged(stack);
  await stack.stack.destroy();
  assert.deepEqual(idsIn(world.cloud), []);
});

test("refuses changes of databases, users, passwords and grants at preview, by path", async (t) => {
  const world = await startOld(t);
  const stack = await upOf(world, START);
  const id = await onlyId(stack);
  world.cloud.requests.length = 0;
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
  assert.deepEqual([asked(world.cloud, "POST"), world.cloud.instance(id)?.flavor], [[], "2"]);

  stack.program = declares({ datastore: DATASTORE });
  await stack.stack.up();
  await assertSteady(stack);
  assert.deepEqual(
    world.cloud.instance(id)?.contents.users.map(({ name }) => name),
    ["app"],
  );
});

test("an instance that an earlier version left half made is finished by the next up", async (t) => {
  const world = await startOld(t);
  const stack = await upOf(world, START);
  const id = await onlyId(stack);
  await leaveHalfMade(stack);
  world.cloud.requests.length = 0;
  await stack.stack.refresh();
  assert.deepEqual(await pendingOf(stack), ["create"]);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.deepEqual([await pendingOf(stack), asked(world.cloud, "POST")], [[], []]);
  await assertSteady(stack);
});

test("a half-made instance whose program has changed is finished as it was created", async (t) => {
  const world = await startOld(t);
  const stack = await upOf(world, START);
  await leaveHalfMade(stack);
  stack.program = declares({ ...START, users: [APP, { name: "late", password: "p-late" }], flavor: "m1.medium" });
  const message = await failureOf(stack.stack.up());
  assert.match(message, /users\["late@%"\]: cannot be changed/);
  stack.program = declares({ ...START, flavor: "m1.medium" });
  await stack.stack.up();
  assert.equal(world.cloud.instance(await onlyId(stack))?.flavor, "3");
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
        "supported for datastore postgresql (request req-1). Correct what the server names. [TROVE_BAD_REQUEST]",
    ];
  }
  await stack.importStack(state);
}

test("a restored instance takes no databases or users, and is finished without them", async (t) => {
  const world = await startOld(t);
  const stack = await upOf(world, START);
  const { backups } = await connect(world.cloud);
  const { id: backupId } = await backups.create({ name: "nightly", instanceId: await onlyId(stack) });
  await until("the backup", () => world.cloud.backup(backupId)?.state === "COMPLETED");
  // With another instance of the datastore it would be refused before anything is created.
  await stack.stack.destroy();

  const restored = await world.createStack({
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
  assert.equal(world.cloud.instance(id)?.flavor, "3");
  await assertSteady(restored);
});

test("adoptId with databases or users is refused at preview, and works without them", async (t) => {
  const world = await startOld(t);
  const { instances } = await connect(world.cloud);
  const made = { name: "by-hand", flavorId: "2", volume: { size: 1 }, datastore: DATASTORE };
  const { id } = await instances.create(made);
  await until("the instance", () => world.cloud.instance(id)?.status === "ACTIVE");
  world.cloud.requests.length = 0;
  const stack = await world.createStack({ program: declares({ ...START, adoptId: id, name: "adopted" }) });
  for (const operation of [() => stack.stack.preview(), () => stack.stack.up()]) {
    const message = await failureOf(operation());
    assert.match(message, /databases\.shop: can neither be verified.*users\["app@%"\]: can neither be verified/s);
    assert.match(message, /Leave the arguments databases and users out of the program, and use SQL/);
  }
  assert.deepEqual([await stack.resources(), world.cloud.instance(id)?.name], [[], "by-hand"]);
  stack.program = declares({ datastore: DATASTORE, adoptId: id, name: "adopted" });
  await stack.stack.up();
  assert.deepEqual([await onlyId(stack), world.cloud.instance(id)?.name], [id, "adopted"]);
  await assertSteady(stack);
});
