import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { create } from "../../../../provider/resources/instance/create.ts";
import { update } from "../../../../provider/resources/instance/update.ts";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { inputs } from "./samples.ts";
import { startStage } from "./stage.ts";

test("an update that was cut off is finished on an instance whose flavor the cloud offers no more", async (t) => {
  const { cloud, context } = await startStage(t);
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
  ["is refused for the moment", { status: 422, when: "before" }, 2],
  ["has no effect and no answer", { status: 504, when: "before" }, 2],
  ["has an effect and no answer", { status: 504, when: "after" }, 1],
] as const) {
  test(`a restart that is owed is made when its request ${title}`, async (t) => {
    const { cloud, context } = await startStage(t, { boot: 0.5 });
    const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
    const body = { unprocessableEntity: { code: 422, message: `Instance ${id} is not ready.` } };
    cloud.faults.add({ method: "POST", path: "/action$", effect: { type: "status", body, ...fault } });
    const wanted = inputs({ volume: { size: 1 }, allow: { restart: true } });
    const now = await update(id, { ...state, owesRestart: true }, wanted, context);
    assert.equal(now.owesRestart, false);
    const asked = cloud.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/action"));
    assert.deepEqual([asked.length, asked.at(-1)?.status], [restarts, restarts === 1 ? 504 : 202]);
  });
}

test("what another instance keeps busy is asked again when that is done, not before", async (t) => {
  const { cloud, context } = await startStage(t);
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

test("an instance that breaks down in a change is said to be broken, not as it was", async (t) => {
  const { cloud, context } = await startStage(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  await assert.rejects(update(id, state, inputs({ volume: { size: 2 } }), context), {
    code: "TROVE_CHANGE_FAILED",
    message: /its status is ERROR\. .*may hold data, so it is never replaced for this: have it mended/,
  });
});

test("a guest that cannot be reached until the time is over is told with Trove's words", async (t) => {
  const { cloud, context } = await startStage(t);
  const { id, state } = await create(inputs({ volume: { size: 1 } }), context);
  const body = { badRequest: { code: 400, message: "An error occurred communicating with the guest: no such user." } };
  cloud.faults.add({ method: "GET", path: "/databases", times: 0, effect: { type: "status", status: 400, body } });
  const hurried = { ...context, deadline: deadlineIn(context.clock, 60_000) };
  await assert.rejects(update(id, state, inputs({ volume: { size: 1 }, databases: { app: {} } }), hurried), {
    code: "TROVE_WAIT_TIMEOUT",
    message:
      /to list its databases .*The last look failed: .*An error occurred communicating with the guest: no such user/,
  });
});
