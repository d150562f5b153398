import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../../../provider/core/clock.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { ForbiddenError } from "../../../../../provider/trove/errors/status-errors.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { InstancePoller } from "../../../../../provider/wait/instances/instance-poller.ts";
import { changes, groupOf, RESTART, withReplica, withSource } from "./replication.ts";

const HOUR_MS = 3_600_000;

for (const nth of [1, 2]) {
  test(`swaps the group of a source although read ${nth} of its replica fails`, async (t) => {
    const harness = await withReplica(t, (groups) => ({ source: { configuration: groups.fixed, allow: RESTART } }));
    const { cloud, groups, context, source, replica, updateSource } = harness;
    const path = `/instances/${replica.id}$`;
    cloud.faults.add({ method: "GET", path, nth, effect: { type: "status", status: 500 } });
    await updateSource({ configuration: groups.second });
    assert.deepEqual([groupOf(harness, source.id), groupOf(harness, replica.id)], [groups.second, groups.second]);
    assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
  });
}

test("detaches no group of a source whose replica cannot be read", async (t) => {
  const harness = await withReplica(t, (groups) => ({ source: { configuration: groups.fixed, allow: RESTART } }));
  const { cloud, groups, source, replica, updateSource } = harness;
  const path = `/instances/${replica.id}$`;
  const body = { forbidden: { code: 403, message: "no" } };
  cloud.faults.add({ method: "GET", path, times: 0, effect: { type: "status", status: 403, body } });
  const before = changes(harness).length;
  await assert.rejects(
    updateSource({ configuration: groups.second }),
    ({ cause }: Error) => cause instanceof ForbiddenError,
  );
  assert.deepEqual([groupOf(harness, source.id), changes(harness).slice(before)], [groups.fixed, []]);
});

test("does not count time in the queue of a replica towards the deadline", async (t) => {
  const harness = await withSource(t);
  const { groups } = harness;
  let later = 0;
  const clock = { ...harness.context.clock, now: () => harness.context.clock.now() + later };
  const { trove } = harness.context;
  const context = { ...harness.context, clock, poller: new InstancePoller(trove.instances, trove, clock) };
  const source = await harness.createSource({ configuration: groups.fixed, allow: RESTART });
  const replica = await harness.createReplica(source.id);
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const other = context.locks.runExclusive(replica.id, () => promise);
  const swap = update(
    source.id,
    source.state,
    { ...source.wanted, configuration: groups.second },
    { ...context, deadline: deadlineIn(clock, HOUR_MS) },
  );
  while (!harness.lines.some((line) => line.startsWith(`Restarting replica ${replica.id}`)))
    await systemClock.sleep(10);
  later = 2 * HOUR_MS;
  finish();
  await other;
  assert.equal((await swap).configuration, groups.second);
});

test("warns of a replica that Trove does not restart after its source changed", async (t) => {
  const harness = await withReplica(t);
  const { cloud, groups, replica, updateSource } = harness;
  // Accepted, and without effect.
  const path = `/instances/${replica.id}/action$`;
  cloud.faults.add({ method: "POST", path, effect: { type: "status", status: 202 } });
  const { pending, status } = await updateSource({ configuration: groups.fixed, allow: RESTART });
  assert.deepEqual([pending, status], [[], "ACTIVE"]);
  const warnings = harness.lines.filter((line) => line.startsWith(`Replica ${replica.id} did not restart`));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /its status is RESTART_REQUIRED.*allow: \{ restart: true \}/);
});
