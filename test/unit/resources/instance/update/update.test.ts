import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

test("resumes an update of an instance whose flavor the cloud no longer offers", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  const cutOff = { ...state, flavor: "m1.gone", pending: ["update" as const] };
  const wanted = inputs({ flavor: "m1.gone", volume: { size: 2 } });
  const finished = await update(id, cutOff, wanted, context);
  assert.deepEqual([finished.pending, finished.flavorId, finished.volumeSize], [[], state.flavorId, 2]);
  const other = update(id, cutOff, { ...wanted, flavor: "m1.never" }, context);
  await assert.rejects(other, ({ cause }: Error) => /no flavor "m1.never"/.test(String(cause)));
  assert.equal(cloud.instance(id)?.flavor, state.flavorId);
});

for (const [title, fault, restarts] of [
  ["is refused at first", { status: 422, when: "before" }, 2],
  ["has no effect and no answer", { status: 504, when: "before" }, 2],
  ["has an effect and no answer", { status: 504, when: "after" }, 1],
] as const) {
  test(`performs a pending restart if its request ${title}`, async (t) => {
    const { cloud, context } = await startHarness(t, { boot: 30 });
    const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
    const body = { unprocessableEntity: { code: 422, message: `Instance ${id} is not ready.` } };
    cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", body, ...fault } });
    const wanted = inputs({ volume: { size: 1 }, allow: { restart: true } });
    const now = await update(id, { ...state, restartRequired: true }, wanted, context);
    assert.equal(now.restartRequired, false);
    const asked = cloud.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/action"));
    assert.deepEqual([asked.length, asked.at(-1)?.status], [restarts, restarts === 1 ? 504 : 202]);
  });
}

test("shows the status of each step first, then the change", async (t) => {
  const { context, lines } = await startHarness(t, { boot: 30, guestLag: 6 });
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  lines.length = 0;
  const users = { "app@%": { password: "correct-horse" } };
  await update(id, state, inputs({ flavor: "m1.medium", volume: { size: 2 }, users }), context);
  const shown = new Set(lines.map((line) => line.replace(/, [\d.]+ .*$/, "")));
  for (const line of ["RESIZE to 2 GiB", "RESIZE to m1.medium", "creating users app@%"]) {
    assert.ok(shown.has(line), `${line}: ${[...shown].join("; ")}`);
  }
});

test("repeats a request that another instance blocks once that one is idle", async (t) => {
  const { cloud, context } = await startHarness(t);
  const declared = inputs({ volume: { size: 1 } });
  const { id, state } = await create(declared, context);
  const other = await create(inputs({ name: "other", volume: { size: 1 } }), context);
  cloud.change(other.id, (record) => {
    record.status = "BACKUP";
  });
  const body = {
    unprocessableEntity: { code: 422, message: `Instance ${other.id} is not ready. (Status is BACKUP).` },
  };
  const path = "/action$";
  cloud.faults.add({ method: "POST", path, effect: { type: "status", status: 422, body } });
  const growing = update(id, state, inputs({ volume: { size: 2 } }), context);
  const asked = () => cloud.requests.filter((one) => one.method === "POST" && one.path.endsWith("/action")).length;
  await setTimeout(1000);
  assert.equal(asked(), 1);
  cloud.change(other.id, (record) => {
    record.status = "ACTIVE";
  });
  assert.equal((await growing).volumeSize, 2);
  assert.equal(asked(), 2);
});

test("reports that the instance is in ERROR, not that the change was not applied", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await assert.rejects(update(id, state, inputs({ volume: { size: 2 } }), context), {
    code: "TROVE_CHANGE_FAILED",
    message:
      /its status is ERROR\. .*It was in service and may hold data, so it is never replaced for this: have it repaired/,
  });
});

test("quotes Trove if the guest agent is unreachable until the deadline", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  const body = { badRequest: { code: 400, message: "An error occurred communicating with the guest: no such user." } };
  cloud.faults.add({ method: "GET", path: "/databases", times: 0, effect: { type: "status", status: 400, body } });
  const hurried = { ...context, deadline: deadlineIn(context.clock, 60_000) };
  await assert.rejects(update(id, state, inputs({ volume: { size: 1 }, databases: { app: {} } }), hurried), {
    code: "TROVE_WAIT_TIMEOUT",
    message:
      /to list its databases .*The last request failed: .*An error occurred communicating with the guest: no such user/,
  });
});

test("does not repeat a request that an instance in ERROR blocks", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  const other = await create(inputs({ name: "other", volume: { size: 1 } }), context);
  cloud.change(other.id, (record) => {
    record.status = "ERROR";
  });
  const body = {
    unprocessableEntity: { code: 422, message: `Instance ${other.id} is not ready. (Status is ERROR).` },
  };
  cloud.faults.add({ method: "POST", path: "/action$", times: 0, effect: { type: "status", status: 422, body } });
  const growing = update(id, state, inputs({ volume: { size: 2 } }), context);
  await assert.rejects(growing, ({ cause }: Error) => {
    assert.ok(String(cause).includes(`Instance ${other.id} is not ready`), String(cause));
    return (cause as { code?: string }).code === "TROVE_BUSY";
  });
  assert.equal(cloud.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/action")).length, 1);
});

test("does not repeat a request to the guest agent of an instance in ERROR", async (t) => {
  const { cloud, context } = await startHarness(t);
  const users = (password: string) => ({ users: { "app@%": { password } } });
  const { id, state } = await create(inputs({ volume: { size: 1 }, ...users("secret-1") }), context);
  cloud.change(id, (record) => {
    record.status = "ERROR";
    record.service = "shutdown";
  });
  await assert.rejects(update(id, state, inputs({ volume: { size: 1 }, ...users("secret-2") }), context), {
    code: "TROVE_CHANGE_FAILED",
    message: /cannot list its users: its status is ERROR\./,
  });
});

const cidrs = { isPublic: false, allowedCidrs: ["10.0.0.0/8"] };

for (const [title, change, owed] of [
  ["a change of access", { access: cidrs }, true],
  ["growth", { volume: { size: 2 } }, true],
  ["a new name", { name: "renamed" }, false],
  ["a resize, which restarts the database", { flavor: "m1.medium" }, false],
  ["growth and a resize", { volume: { size: 2 }, flavor: "m1.medium" }, false],
] as const) {
  test(`${owed ? "keeps" : "clears"} a pending restart after ${title}`, async (t) => {
    const { cloud, context } = await startHarness(t);
    const declared = inputs({ volume: { size: 1 } });
    const { id, state } = await create(declared, context);
    cloud.change(id, (record) => {
      record.task = "RESTART_REQUIRED";
    });
    const now = await update(id, state, { ...declared, ...change }, context);
    assert.deepEqual([now.restartRequired, now.status], [owed, "name" in change ? "RESTART_REQUIRED" : "ACTIVE"]);
  });
}

test("keeps a pending restart after a replica is detached from its source", async (t) => {
  const { cloud, context } = await startHarness(t);
  const source = await create(inputs({ volume: { size: 1 } }), context);
  const { id, state } = await create({ name: "replica", replicaOf: source.id }, context);
  cloud.change(id, (record) => {
    record.task = "RESTART_REQUIRED";
  });
  const now = await update(id, state, { name: "replica" }, context);
  assert.deepEqual([now.restartRequired, now.status, now.source], [true, "ACTIVE", undefined]);
});
