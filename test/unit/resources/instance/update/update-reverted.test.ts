import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { prepareDiff } from "../../../../../provider/resources/instance/diff/diff.ts";

import { read } from "../../../../../provider/resources/instance/read/read.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { type Harness, type StageOptions, startHarness, until } from "../harness.ts";
import { inputs } from "../samples.ts";

// An update that creates databases and users is interrupted, and the program takes them back.

const before = inputs({ volume: { size: 1 }, databases: { keep: {} }, users: { "keep@%": { password: "secret-1" } } });
const databases = (more: NonNullable<InstanceInputs["databases"]>) => ({
  ...before,
  databases: { ...before.databases, ...more },
});
const users = (password: string) => ({ ...before, users: { ...before.users, "new@%": { password } } });
const consent = { allow: { dropDatabases: true } };

test("refuses to forget a database that an interrupted update has created", async (t) => {
  const { harness, id, state } = await interrupted(t, databases({ new: {} }));
  await existing(harness, id, "databases", ["keep", "new"]);
  assert.deepEqual(await rows(harness, id, state, before), ["databases.new refuse"]);
  await assert.rejects(update(id, state, before, harness.context), {
    code: "TROVE_REFUSED",
    message: /databases\.new: would be dropped with all its data/,
  });
  assert.deepEqual(namesOf(harness, id, "databases"), ["keep", "new"]);
});

test("drops it with consent", async (t) => {
  const { harness, id, state } = await interrupted(t, databases({ new: {} }));
  await existing(harness, id, "databases", ["keep", "new"]);
  const now = await update(id, state, { ...before, ...consent }, harness.context);
  assert.deepEqual([now.databases, now.pending], [{ keep: {} }, []]);
  assert.deepEqual(namesOf(harness, id, "databases"), ["keep"]);
});

test("refuses to forget it after a refresh, whether or not it existed then", async (t) => {
  const { harness, id, state } = await interrupted(t, databases({ new: {} }), { guestLag: 30 });
  const early = await read({ id, state }, harness.context);
  await existing(harness, id, "databases", ["keep", "new"]);
  const late = await read({ id, state }, harness.context);
  for (const refreshed of [early, late]) {
    assert.ok(refreshed !== undefined);
    assert.deepEqual(await rows(harness, id, refreshed.state, before), ["databases.new refuse"]);
  }
});

test("keeps it if the program still declares it", async (t) => {
  const { harness, id, state } = await interrupted(t, databases({ new: {} }));
  const now = await update(id, state, databases({ new: {} }), harness.context);
  assert.deepEqual([now.databases, now.pending], [{ keep: {}, new: {} }, []]);
  assert.deepEqual(namesOf(harness, id, "databases"), ["keep", "new"]);
});

test("lets a program take back a database that was never created", async (t) => {
  const { harness, id, state } = await interrupted(t, databases({ new: { characterSet: "utf8mb4" } }), {}, "before");
  assert.deepEqual(await rows(harness, id, state, before), []);
  const latin = databases({ new: { characterSet: "latin1" } });
  assert.deepEqual(await rows(harness, id, state, latin), ["databases.new update"]);
  const now = await update(id, state, before, harness.context);
  assert.deepEqual([now.databases, now.pending], [{ keep: {} }, []]);
});

test("assumes that a database exists while the instance does not answer", async (t) => {
  const { harness, id, state } = await interrupted(t, databases({ new: {} }), {}, "before");
  const body = { unprocessableEntity: { code: 422, message: `Instance ${id} is not ready, status: restarting.` } };
  harness.cloud.faults.add({
    method: "GET",
    path: "/databases",
    times: 0,
    effect: { type: "status", status: 422, body },
  });
  assert.deepEqual(await rows(harness, id, state, before), ["databases.new refuse"]);
});

test("refuses to forget a database that appears while it is removed", async (t) => {
  const options = { guestLag: 5 };
  const { harness, id, state } = await interrupted(t, databases({ new: {} }), options);
  const stopped = await update(id, state, before, harness.context).catch((error: unknown) => error);
  assert.ok(stopped instanceof InterruptedError, String(stopped));
  assert.equal(stopped.code, "TROVE_REFUSED");
  assert.deepEqual(Object.keys((stopped.state as InstanceState).databases ?? {}), ["keep", "new"]);
  assert.deepEqual(namesOf(harness, id, "databases"), ["keep", "new"]);
});

test("drops a user that appears while it is removed", async (t) => {
  const { harness, id, state } = await interrupted(t, users("secret-2"), { guestLag: 5 });
  const now = await update(id, state, before, harness.context);
  assert.deepEqual([Object.keys(now.users ?? {}), now.pending], [["keep@%"], []]);
  assert.ok(harness.cloud.requests.some(({ method, path }) => method === "DELETE" && path.includes("/users/new")));
  assert.deepEqual(namesOf(harness, id, "users"), ["keep"]);
});

test("sets the current password of a user that appears late", async (t) => {
  const { harness, id, state } = await interrupted(t, users("secret-2"), { guestLag: 5 });
  await update(id, state, users("secret-3"), harness.context);
  await until(
    "the password",
    async () => harness.cloud.instance(id)?.user("new", "%")?.password,
    (password) => password === "secret-3",
  );
});

/** An instance whose update to `after` is cancelled while its POST has no answer, after or before it took effect. */
async function interrupted(
  t: Parameters<typeof startHarness>[0],
  after: InstanceInputs,
  options: StageOptions = {},
  when: "before" | "after" = "after",
) {
  const harness = await startHarness(t, options);
  const { id, state } = await create(before, harness.context);
  const stop = new AbortController();
  harness.cloud.faults.add({ method: "POST", path: "/(databases|users)$", effect: { type: "hang", when } });
  const updating = update(id, state, after, { ...harness.context, signal: stop.signal }).catch(
    (error: unknown) => error,
  );
  await until(
    "the POST",
    async () => harness.cloud.requests,
    (requests) => requests.some(({ method, path }) => method === "POST" && /\/(databases|users)$/.test(path)),
  );
  stop.abort();
  const error = await updating;
  assert.ok(error instanceof InterruptedError, String(error));
  harness.cloud.faults.clear();
  return { harness, id, state: error.state as InstanceState };
}

async function rows(harness: Harness, id: string, state: InstanceState, is: InstanceInputs): Promise<string[]> {
  const comparable = await prepareDiff(id, state, is, harness.context);
  return compare(comparable.state, comparable.inputs).changes.map(({ path, kind }) => `${path} ${kind}`);
}

type What = "databases" | "users";

function namesOf({ cloud }: Harness, id: string, what: What): string[] {
  return (cloud.instance(id)?.contents[what] ?? []).map(({ name }) => name).sort();
}

async function existing(harness: Harness, id: string, what: What, names: readonly string[]): Promise<void> {
  await until(
    `the ${what}`,
    async () => namesOf(harness, id, what),
    (now) => now.join() === names.join(),
  );
}
