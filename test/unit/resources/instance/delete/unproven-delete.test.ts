import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { deleteInstance } from "../../../../../provider/resources/instance/delete/delete.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { deadlineIn } from "../../../../../provider/wait/deadline.ts";
import type { Simulator } from "../../../../../simulator/index.ts";
import { startHarness, until } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const GUARDED = inputs({ volume: { size: 1 }, finalBackup: {} });
const UNSEEN: Partial<InstanceState> = { wasActive: false, status: "BUILD", pending: ["create"] };

type Change = Parameters<Simulator["change"]>[1];

/** An instance that became ACTIVE minutes ago, after its create was interrupted, and then changed. */
async function cameUpUnseen(t: TestContext, change: Change) {
  const harness = await startHarness(t);
  const { id } = await create(GUARDED, harness.context);
  harness.cloud.change(id, (record) => {
    record.now = () => new Date(Date.now() + 5 * 60_000);
    record.setService("healthy");
    change(record);
  });
  const deadline = deadlineIn(harness.context.clock, 12 * 60_000);
  return { ...harness, id, context: { ...harness.context, deadline } };
}

const broken: Readonly<Record<string, Change>> = {
  "is in ERROR": (record) => {
    record.status = "ERROR";
  },
  "has stopped": (record) => {
    record.status = "SHUTDOWN";
  },
  "has a silent guest": (record) => {
    record.setService("guestagent error");
  },
};

for (const [title, change] of Object.entries(broken)) {
  test(`keeps an instance that was ACTIVE unseen and ${title} if its backup fails`, async (t) => {
    const { id, context, cloud } = await cameUpUnseen(t, change);
    await assert.rejects(deleteInstance(id, state(GUARDED, UNSEEN), context), { code: "TROVE_FINAL_BACKUP" });
    assert.ok(cloud.instance(id));
    assert.deepEqual(
      cloud.requests.filter(({ method }) => method === "DELETE"),
      [],
    );
  });
}

test("takes no final backup of an instance whose failed build is proven", async (t) => {
  const { cloud, context } = await startHarness(t);
  const { trove } = context;
  const { id } = await trove.instances.create({ name: "dbSERVER_ERROR", flavorId: "2", volume: { size: 1 } });
  const { updated = "", serviceStatusUpdated = "" } = await until(
    "the failure",
    () => trove.instances.get(id),
    ({ status }) => status === "ERROR",
  );
  const failedBuild = { updated, serviceStatusUpdated };
  await deleteInstance(id, state(GUARDED, { ...UNSEEN, failedBuild }), context);
  assert.equal(cloud.instance(id), undefined);
  assert.deepEqual(
    cloud.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/backups")),
    [],
  );
});

test("keeps an instance that an operator rebuilds until its backup is taken", async (t) => {
  const { id, context, cloud } = await cameUpUnseen(t, (record) => {
    record.status = "BUILD";
  });
  const soon = deadlineIn(context.clock, 60_000);
  const removing = deleteInstance(id, state(GUARDED, UNSEEN), { ...context, deadline: soon });
  await assert.rejects(removing, { code: "TROVE_FINAL_BACKUP" });
  const sent = cloud.requests.filter(({ method, path }) => method === "DELETE" || path.endsWith("/action"));
  assert.deepEqual(sent, []);

  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  await deleteInstance(id, state(GUARDED, UNSEEN), { ...context, deadline: deadlineIn(context.clock, 12 * 60_000) });
  assert.equal(cloud.instance(id), undefined);
  const backups = await Array.fromAsync(context.trove.backups.list({ instanceId: id }));
  assert.deepEqual(
    backups.map(({ status }) => status),
    ["COMPLETED"],
  );
});
