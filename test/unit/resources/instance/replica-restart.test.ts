import assert from "node:assert/strict";
import { test } from "node:test";
import { update } from "../../../../provider/resources/instance/update.ts";
import { ForbiddenError } from "../../../../provider/trove/errors/forbidden-error.ts";
import { changes, groupOf, withSource } from "./replication.ts";

const RESTART = { restart: true };

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
