import assert from "node:assert/strict";
import { test } from "node:test";
import { InterruptedError } from "../../../../provider/resources/errors/interrupted-error.ts";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import type { InstanceState } from "../../../../provider/resources/instance/state.ts";
import { update } from "../../../../provider/resources/instance/update/update.ts";
import { startHarness } from "../instance/harness.ts";
import { inputs } from "../instance/samples.ts";

const user = (...databases: string[]) => ({ "app@%": { password: "secret-1", databases } });

/** What the guest answers to one bad name of several, after it has granted those before it. */
const refused = { badRequest: { code: 400, message: "Validation error: the name is reserved." } };

test("reports grants as changed if the guest agent refuses one of them", async (t) => {
  const { cloud, context } = await startHarness(t);
  const databases = { app: {}, log: {}, old: {} };
  const declared = inputs({ volume: { size: 1 }, databases, users: user() });
  const { id, state } = await create(declared, context);
  cloud.faults.add({
    method: "PUT",
    path: "/databases$",
    effect: { type: "status", status: 400, body: refused, when: "after" },
  });
  const failed = await update(id, state, { ...declared, users: user("app", "log") }, context).then(
    () => assert.fail("it was not refused"),
    (error: unknown) => error,
  );
  assert.ok(failed instanceof InterruptedError);
  assert.deepEqual(failed.changed, ['users["app@%"].databases']);
  assert.deepEqual(cloud.instance(id)?.user("app", "%")?.databases, ["app", "log"]);

  const next = await update(id, failed.state as InstanceState, { ...declared, users: user("log", "old") }, context);
  assert.deepEqual(cloud.instance(id)?.user("app", "%")?.databases.toSorted(), ["log", "old"]);
  assert.deepEqual(next.pending, []);
});
