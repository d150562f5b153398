import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../../../../provider/core/clock.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { ForbiddenError } from "../../../../../provider/trove/errors/status-errors.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import { InstancePoller } from "../../../../../provider/wait/instances/instance-poller.ts";
import { changes, groupOf, withSource } from "./replication.ts";

const RESTART = { restart: true };
const HOUR_MS = 3_600_000;

for (const nth of [1, 2]) {
  test(`swaps the group of a source although look ${nth} at its replica fails`, async (t) => {
    const stage = await withSource(t);
    const { cloud, groups, context } = stage;
    const source = await stage.source({ configuration: groups.fixed, allow: RESTART });
    const replica = await stage.replica(source.id);
    const path = `/instances/${replica.id}$`;
    cloud.faults.add({ method: "GET", path, nth, effect: { type: "status", status: 500 } });
    const wanted = { ...source.wanted, configuration: groups.second };
    await update(source.id, source.state, wanted, context);
    assert.deepEqual([groupOf(stage, source.id), groupOf(stage, replica.id)], [groups.second, groups.second]);
    assert.equal((await context.trove.instances.get(replica.id)).status, "ACTIVE");
  });
}

test("detaches no group of a source whose replica cannot be read", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({ configuration: groups.fixed, allow: RESTART });
  const replica = await stage.replica(source.id);
  const path = `/instances/${replica.id}$`;
  const body = { forbidden: { code: 403, message: "no" } };
  cloud.faults.add({ method: "GET", path, times: 0, effect: { type: "status", status: 403, body } });
  const before = changes(stage).length;
  await assert.rejects(
    update(source.id, source.state, { ...source.wanted, configuration: groups.second }, context),
    ({ cause }: Error) => cause instanceof ForbiddenError,
  );
  assert.deepEqual([groupOf(stage, source.id), changes(stage).slice(before)], [groups.fixed, []]);
});

test("does not count the wait for another change of a replica as time of its source", async (t) => {
  const stage = await withSource(t);
  const { groups } = stage;
  let later = 0;
  const clock = { ...stage.context.clock, now: () => stage.context.clock.now() + later };
  const { trove } = stage.context;
  const context = { ...stage.context, clock, poller: new InstancePoller(trove.instances, trove, clock) };
  const source = await stage.source({ configuration: groups.fixed, allow: RESTART });
  const replica = await stage.replica(source.id);
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const other = context.locks.runExclusive(replica.id, () => promise);
  const swap = update(
    source.id,
    source.state,
    { ...source.wanted, configuration: groups.second },
    { ...context, deadline: deadlineIn(clock, HOUR_MS) },
  );
  while (!stage.lines.some((line) => line.startsWith(`Restarting replica ${replica.id}`))) await systemClock.sleep(10);
  later = 2 * HOUR_MS;
  finish();
  await other;
  assert.equal((await swap).configuration, groups.second);
});

test("warns of a replica that Trove does not restart after the change of its source", async (t) => {
  const stage = await withSource(t);
  const { cloud, groups, context } = stage;
  const source = await stage.source({});
  const replica = await stage.replica(source.id);
  // Accepted, and without effect.
  const path = `/instances/${replica.id}/action$`;
  cloud.faults.add({ method: "POST", path, effect: { type: "status", status: 202 } });
  const wanted = { ...source.wanted, configuration: groups.fixed, allow: RESTART };
  const { pending, status } = await update(source.id, source.state, wanted, context);
  assert.deepEqual([pending, status], [[], "ACTIVE"]);
  const warnings = stage.lines.filter((line) => line.startsWith(`Replica ${replica.id} did not restart`));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /its status is RESTART_REQUIRED.*allow: \{ restart: true \}/);
});
