import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Context } from "../../../../provider/resources/context.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/arguments.ts";
import { check } from "../../../../provider/resources/instance/check/check.ts";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import { diff } from "../../../../provider/resources/instance/diff/diff.ts";
import { read } from "../../../../provider/resources/instance/read/read.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { update } from "../../../../provider/resources/instance/update/update.ts";
import { createProcessServices } from "../../../../provider/resources/process-services.ts";
import { cloudless } from "../instance/cloudless.ts";
import { type Harness, startHarness, takeBackup, until } from "../instance/harness.ts";
import { inputs } from "../instance/samples.ts";

const SMALL: InstanceInputs = { volume: { size: 1 }, databases: { app: {}, log: {} } };
const REQUIRED = /^users\["new@%"\]\.password:? is required to create the user/;
const MISSING = /users\["new@%"\]\.password: is required to create the user/;

/** An instance with the user `app@%`, on which nothing was requested since. */
async function startWithUser(t: TestContext, options: Parameters<typeof startHarness>[1] = {}) {
  const harness = await startHarness(t, options);
  const users = { "app@%": { password: "first-secret", databases: ["app"] } };
  const { id, state } = await create(inputs({ ...SMALL, users }), harness.context);
  harness.cloud.requests.length = 0;
  return { ...harness, id, state };
}

function declared(users: InstanceInputs["users"], fields: InstanceInputs = {}): InstanceInputs {
  return inputs({ ...SMALL, users, ...fields });
}

/** The requests to Trove that change something. */
function changesOf({ cloud }: Pick<Harness, "cloud">): string[] {
  return cloud.requests
    .filter(({ method, service }) => service === "trove" && method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/^.*\/instances\/[^/]+/, "")}`);
}

/** The context of a later process, in a preview. */
function inPreview(context: Context): Context {
  return { ...context, preview: true, ...createProcessServices({ resumeInterrupted: false, previewChecks: true }) };
}

function refusedIn({ changes }: Awaited<ReturnType<typeof diff>>): string[] {
  return changes.filter(({ kind }) => kind === "refuse").map(({ path, reason }) => `${path} ${reason}`);
}

test("refuses a user without a password on a new instance, without a cloud", async () => {
  const { failures } = await check(declared({ "new@%": {}, "app@%": { password: "p1" } }), undefined, cloudless());
  assert.equal(failures.length, 1);
  assert.match(`${failures[0]?.path}: ${failures[0]?.reason}`, REQUIRED);
});

test("sends no create request for a user without a password", async (t) => {
  const harness = await startHarness(t);
  await assert.rejects(create(declared({ "new@%": {} }), harness.context), MISSING);
  assert.deepEqual(harness.cloud.instances(), []);
});

test("takes over an existing user, with its grants as declared", async (t) => {
  const harness = await startWithUser(t);
  const { id, cloud, context } = harness;
  const undeclared = await update(id, await stateWithoutUsers(harness), inputs(SMALL), context);
  const wanted = declared({ "app@%": { databases: ["log"] } });
  const found = await diff(id, undeclared, wanted, inPreview(context));
  assert.deepEqual(
    found.changes.map(({ path, kind }) => `${path} ${kind}`),
    ['users["app@%"] update'],
  );
  const state = await update(id, undeclared, wanted, context);
  assert.deepEqual(state.users, { "app@%": { databases: ["log"] } });
  const user = cloud.instance(id)?.users[0];
  assert.deepEqual([user?.password, user?.databases], ["first-secret", ["log"]]);
  assert.deepEqual((await diff(id, state, wanted, context)).changes, []);
});

async function stateWithoutUsers({ id, state, context }: { id: string; state: InstanceState; context: Context }) {
  const { users: _, ...others } = inputs(SMALL);
  return update(id, state, others, context);
}

test("refuses at preview another user that does not exist and has no password", async (t) => {
  const { id, state, context } = await startWithUser(t);
  const found = await diff(id, state, declared({ "app@%": {}, "new@%": {} }), inPreview(context));
  const refused = refusedIn(found);
  assert.equal(refused.length, 1);
  assert.match(refused.join(), REQUIRED);
});

test("leaves the decision about such a user to the update if a preview cannot list users", async (t) => {
  const { id, state, cloud, context } = await startWithUser(t);
  cloud.faults.add({ method: "GET", path: "/users", times: 0, effect: { type: "status", status: 403 } });
  assert.deepEqual(refusedIn(await diff(id, state, declared({ "new@%": {} }), inPreview(context))), []);
});

test("refuses such a user in the update before its first change", async (t) => {
  const harness = await startWithUser(t);
  const wanted = declared({ "app@%": { password: "first-secret", databases: ["app"] }, "new@%": {} });
  const updating = update(harness.id, harness.state, { ...wanted, name: "other" }, harness.context);
  await assert.rejects(updating, ({ cause, state }: Error & { state?: InstanceState }) => {
    assert.match(String(cause), MISSING);
    assert.equal(state?.users?.["new@%"], undefined);
    return true;
  });
  assert.deepEqual(changesOf(harness), []);
});

test("does not create a vanished user again without its password", async (t) => {
  const harness = await startWithUser(t);
  const { id, cloud, context } = harness;
  const wanted = declared({ "app@%": {} });
  const state = await update(id, harness.state, wanted, context);
  cloud.change(id, (record) => {
    record.users = [];
  });
  const refreshed = await read({ id, state }, context);
  assert.deepEqual(refreshed?.state.users, {});
  const [refused = ""] = refusedIn(await diff(id, refreshed?.state ?? state, wanted, inPreview(context)));
  assert.match(refused, /^users\["app@%"\]\.password is required/);
  // Without a refresh the state still has the user.
  for (const before of [state, refreshed?.state ?? state]) {
    const updating = update(id, before, { ...wanted, users: { "app@%": { databases: [] } } }, context);
    await assert.rejects(updating, ({ cause }: Error) => /users\["app@%"\]\.password: is required/.test(String(cause)));
  }
  assert.deepEqual(changesOf(harness), []);
});

test("sets a password that is declared later", async (t) => {
  const harness = await startWithUser(t);
  const { id, cloud, context } = harness;
  const without = await update(id, harness.state, declared({ "app@%": { databases: ["app"] } }), context);
  assert.deepEqual(without.users, { "app@%": { databases: ["app"] } });
  assert.deepEqual(changesOf(harness), []);
  const wanted = declared({ "app@%": { password: "second-secret", databases: ["app"] } });
  const state = await update(id, without, wanted, context);
  assert.deepEqual(state.users, wanted.users);
  const password = async () => cloud.instance(id)?.users[0]?.password;
  await until("the new password", password, (now) => now === "second-secret");
});

test("sets no password in a resumed update that declares none", async (t) => {
  const { id, state, cloud, context } = await startWithUser(t);
  const cutOff = { ...state, pending: ["update" as const] };
  const finished = await update(id, cutOff, declared({ "app@%": { databases: ["log"] } }), context);
  assert.deepEqual([finished.pending, finished.users], [[], { "app@%": { databases: ["log"] } }]);
  assert.equal(cloud.instance(id)?.users[0]?.password, "first-secret");
});

test("finds a user without a password that an interrupted update still creates", async (t) => {
  const { id, state, cloud, context } = await startWithUser(t, { guestLag: 4 });
  await context.trove.users.create(id, [{ name: "new", password: "third-secret" }]);
  const cutOff = { ...state, users: { ...state.users, "new@%": {} }, pending: ["update" as const] };
  const wanted = declared({ "app@%": { password: "first-secret", databases: ["app"] }, "new@%": {} });
  const finished = await update(id, cutOff, wanted, context);
  assert.deepEqual(finished.users, wanted.users);
  assert.deepEqual(
    cloud
      .instance(id)
      ?.users.map(({ password }) => password)
      .sort(),
    ["first-secret", "third-secret"],
  );
});

/** The state of an interrupted create with the user `app@%`, whose instance is still being built. */
async function startUnfinished(t: TestContext) {
  const harness = await startHarness(t, { boot: 60 });
  const { cloud, context } = harness;
  const aborted = new AbortController();
  const users = { "app@%": { password: "first-secret" } };
  const creating = create(declared(users), { ...context, signal: aborted.signal });
  await until(
    "the instance",
    async () => cloud.instances().length,
    (count) => count === 1,
  );
  aborted.abort();
  const { id, state } = await creating.then(
    () => assert.fail("the create finished"),
    (error: { id: string; state: InstanceState }) => error,
  );
  return { ...harness, id, state };
}

test("completes a create whose program no longer declares the password", async (t) => {
  const { id, state, cloud, context } = await startUnfinished(t);
  assert.deepEqual([state.pending, state.status], [["create"], "BUILD"]);
  const wanted = declared({ "app@%": {} });
  assert.deepEqual(refusedIn(await diff(id, state, wanted, inPreview(context))), []);
  const finished = await update(id, state, wanted, context);
  assert.deepEqual([finished.pending, finished.users], [[], { "app@%": {} }]);
  assert.equal(cloud.instance(id)?.users[0]?.password, "first-secret");
});

test("completes a create and refuses a user without a password that was added meanwhile", async (t) => {
  const { id, state, cloud, context } = await startUnfinished(t);
  const wanted = declared({ "app@%": { password: "first-secret" }, "new@%": {} });
  assert.deepEqual(refusedIn(await diff(id, state, wanted, inPreview(context))), []);
  await assert.rejects(update(id, state, wanted, context), ({ cause }: Error) => MISSING.test(String(cause)));
  assert.deepEqual(
    cloud.instance(id)?.users.map(({ name }) => name),
    ["app"],
  );
});

test("adopts an instance with users whose passwords it does not know", async (t) => {
  const { id, cloud, context } = await startWithUser(t);
  const later = inPreview(context);
  const program = { adoptId: id, databases: { app: {} }, users: { "app@%": { databases: ["app"] } } };
  const { failures, adoption } = await check(program, undefined, later);
  assert.deepEqual([failures, adoption?.changes], [[], []]);
  const { state } = await create(program, { ...later, preview: false });
  assert.deepEqual(state.users, program.users);
  assert.equal(cloud.instance(id)?.users[0]?.password, "first-secret");
});

test("refuses to adopt an instance that lacks a user without a password", async (t) => {
  const harness = await startWithUser(t);
  const later = inPreview(harness.context);
  const program = { adoptId: harness.id, name: "ours", users: { "app@%": { password: "p1" }, "new@%": {} } };
  const { failures } = await check(program, undefined, later);
  assert.deepEqual(
    failures.map(({ path }) => path),
    ['users["new@%"].password'],
  );
  await assert.rejects(create(program, { ...later, preview: false }), (error: Error) => {
    assert.match(error.message, MISSING);
    assert.match(error.message, /Nothing was changed/);
    return true;
  });
  assert.deepEqual(changesOf(harness), []);
});

test("restores an instance with users whose passwords it does not know", async (t) => {
  const harness = await startWithUser(t, { backup: 6 });
  const { cloud, context } = harness;
  const { id: backupId } = await takeBackup(harness, harness.id, "nightly");
  const program = declared({ "app@%": {} }, { name: "restored", restorePoint: { backupId } });
  assert.deepEqual((await check(program, undefined, inPreview(context))).failures, []);
  const { id, state } = await create(program, context);
  assert.deepEqual(state.users, { "app@%": {} });
  assert.equal(cloud.instance(id)?.users[0]?.password, "first-secret");
});

test("restores an instance and refuses a user of whom the backup has nothing", async (t) => {
  const harness = await startWithUser(t, { backup: 6 });
  const { cloud, context } = harness;
  const { id: backupId } = await takeBackup(harness, harness.id, "nightly");
  const program = declared({ "new@%": {} }, { name: "restored", restorePoint: { backupId } });
  const creating = create(program, context);
  let interrupted: { id?: string; state?: InstanceState } = {};
  await assert.rejects(creating, (error: Error & { id?: string; state?: InstanceState }) => {
    interrupted = error;
    return MISSING.test(String(error.cause));
  });
  const { id = "", state } = interrupted;
  assert.deepEqual(state?.pending, ["update"]);
  const corrected = declared({ "new@%": { password: "p1" } }, { name: "restored", restorePoint: { backupId } });
  const finished = await update(id, state as InstanceState, corrected, context);
  assert.deepEqual(finished.pending, []);
  assert.deepEqual(
    cloud
      .instance(id)
      ?.users.map(({ name }) => name)
      .sort(),
    ["app", "new"],
  );
});

for (const troveRelease of [18, 26] as const) {
  test(`refuses a new user of PostgreSQL without a password on Trove ${troveRelease}`, async (t) => {
    const harness = await startHarness(t, { troveRelease });
    const { context } = harness;
    const postgresql = { ...SMALL, datastore: { type: "postgresql" } };
    const users = { "app@%": { password: "p-of-app" } };
    const { id, state } = await create(inputs({ ...postgresql, users }), context);
    const without = inputs({ ...postgresql, users: { "app@%": {} } });
    const removed = await update(id, state, without, context);
    assert.deepEqual(removed.users, { "app@%": {} });
    assert.deepEqual((await diff(id, removed, without, inPreview(context))).changes, []);
    const wanted = inputs({ ...postgresql, users: { "app@%": {}, "new@%": {} } });
    const [refused = "", ...others] = refusedIn(await diff(id, removed, wanted, inPreview(context)));
    assert.deepEqual(others, []);
    assert.match(refused, troveRelease === 18 ? /^users\["new@%"\] cannot be changed/ : REQUIRED);
    harness.cloud.requests.length = 0;
    await assert.rejects(update(id, removed, wanted, context), /TROVE_REFUSED|users\["new@%"\]/);
    assert.deepEqual(changesOf(harness), []);
  });
}
