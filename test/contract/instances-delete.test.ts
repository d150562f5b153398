import assert from "node:assert/strict";
import { until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import {
  action,
  activeInstance,
  assertFault,
  createInstance,
  gone,
  inStatus,
  show,
} from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

const test = contract();

test("a deleted instance is SHUTDOWN, accepting a DELETE and a rename, then 404", async ({ demo }) => {
  const { id } = await activeInstance(demo, { name: "deleted" });
  const answer = await demo.delete(`/instances/${id}`);
  assert.deepEqual([answer.status, answer.text], [202, ""]);
  const under = await show(demo, id);
  assert.deepEqual([under.status, under.operating_status], ["SHUTDOWN", ""]);
  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  assert.equal((await demo.put(`/instances/${id}`, { instance: { name: "late" } })).status, 202);
  const busy = new RegExp(`^Instance ${id} is not currently available .* \\(task status was DELETING\\)\\.$`);
  assertFault(await action(demo, id, { restart: {} }), 422, "unprocessableEntity", busy);
  assert.deepEqual(await gone(demo, id), ["SHUTDOWN"]);
  for (const after of [await demo.get(`/instances/${id}`), await demo.delete(`/instances/${id}`)]) {
    assertFault(after, 404, "itemNotFound", `Resource ${id} cannot be found.`);
  }
});

test("shows the volume's usage during a delete on 18 only", async ({ demo }) => {
  const { id, volume } = await activeInstance(demo, { name: "measured" });
  assert.ok("used" in volume);
  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  const under = await show(demo, id);
  assert.equal(under.status, "SHUTDOWN");
  assert.equal("used" in under.volume, differs("volume-while-deleting", { 18: true, 26: false }));
  await gone(demo, id);
});

test("an instance in BUILD refuses everything, and each refusal becomes its fault", async ({ demo }) => {
  // Its guest agent never responds, so it stays in BUILD on any machine.
  const { id } = await createInstance(demo, { name: "youngGUEST_TIMEOUT" });
  const message = `Instance ${id} is not ready. (Status is BUILD).`;
  assertFault(await demo.delete(`/instances/${id}`), 422, "unprocessableEntity", message);
  assert.equal((await show(demo, id)).fault?.message.replace(/\s+/g, " "), message);
  for (const answer of [
    await action(demo, id, { restart: {} }),
    await action(demo, id, { resize: { flavorRef: "2" } }),
    await demo.get(`/instances/${id}/users`),
  ]) {
    assertFault(answer, 422, "unprocessableEntity", new RegExp(`^Instance ${id} is not`));
  }
});

test("a tenant frees an instance in BUILD with a forced reset, then deletes it", async ({ demo }) => {
  const { id } = await createInstance(demo, { name: "stuck" });
  assertFault(
    await action(demo, id, { reset_status: {} }),
    403,
    "forbidden",
    "Policy doesn't allow instance:reset_status to be performed.",
  );
  assert.equal((await action(demo, id, { reset_status: { force_delete: true } })).status, 202);
  const last = await until(
    "a DELETE to be taken",
    () => demo.delete(`/instances/${id}`),
    ({ status }) => status !== 422,
  );
  assert.equal(last.status, 202);
  // The create's task still runs. If it fails after the DELETE has taken its volume, the instance stays, in ERROR
  // (`trove/taskmanager/models.py`, `_create_volume`), and has to be deleted again.
  await until(
    "the instance to be gone",
    async () => {
      const { status, body } = await demo.get<{ instance?: { status: string } }>(`/instances/${id}`);
      if (body?.instance?.status === "ERROR") await demo.delete(`/instances/${id}`);
      return status;
    },
    (status) => status === 404,
  );
});

test("a forced reset makes an active instance ACTIVE with operating status ERROR", async ({ demo }) => {
  const { id } = await activeInstance(demo, { name: "reset" });
  assert.equal((await action(demo, id, { reset_status: { force_delete: true } })).status, 202);
  const reset = await show(demo, id);
  assert.deepEqual([reset.status, reset.operating_status], ["ACTIVE", "ERROR"]);
});

test("an instance in ERROR can be deleted", async ({ demo }) => {
  const { id } = await createInstance(demo, { name: "x GUEST_ERROR" });
  await inStatus(demo, id, "ERROR");
  const answer = await demo.get(`/instances/${id}/users`);
  const message = `Instance ${id} is not ready, status: guestagent error.`;
  assertFault(answer, 422, "unprocessableEntity", message);
  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  await gone(demo, id);
});

test("an instance can be deleted while it is resized", async ({ demo }) => {
  const { id } = await activeInstance(demo, { name: "resized" });
  assert.equal((await action(demo, id, { resize: { flavorRef: "2" } })).status, 202);
  await inStatus(demo, id, "RESIZE");
  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  const seen = await gone(demo, id);
  assert.ok(
    seen.every((status) => ["ERROR", "SHUTDOWN", "ACTIVE", "RESIZE"].includes(status)),
    seen.join(),
  );
});
