import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Context } from "../../../../../provider/resources/context.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { compare } from "../../../../../provider/resources/instance/diff/compare.ts";
import { inspectUnfinishedCreate } from "../../../../../provider/resources/instance/diff/unfinished-create.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import type { Simulator } from "../../../../../simulator/index.ts";
import { startHarness, until } from "../harness.ts";
import { inputs, state } from "../samples.ts";

const SMALL = inputs({ volume: { size: 1 } });
const MOVED: InstanceInputs = { ...SMALL, availabilityZone: "elsewhere" };
const CONSENT = { allow: { replace: true } };

type InstanceRecord = Parameters<Parameters<Simulator["change"]>[1]>[0];

/** An instance whose build has failed, and the state that a create which saw that has left. */
async function failedBuild(t: TestContext, options: Partial<Pick<Context, "preview">> = {}) {
  const harness = await startHarness(t, options);
  const { trove } = harness.context;
  const { id } = await trove.instances.create({ name: "dbSERVER_ERROR", flavorId: "2", volume: { size: 1 } });
  const failed = await until(
    "the failure",
    () => trove.instances.get(id),
    ({ fault }) => fault !== undefined,
  );
  const { updated = "", serviceStatusUpdated = "" } = failed;
  const left: Partial<InstanceState> = { wasActive: false, status: "ERROR", pending: ["create"] };
  return { ...harness, id, left: state(SMALL, { ...left, failedBuild: { updated, serviceStatusUpdated } }) };
}

async function decide(id: string, left: InstanceState, wanted: InstanceInputs, context: Context): Promise<string[]> {
  const { changes: rows } = compare(await inspectUnfinishedCreate(id, left, context), wanted);
  return rows.map(({ path, kind, impact }) => `${path} ${kind} ${impact}`);
}

test("replaces an instance without consent if its build is proven to have failed", async (t) => {
  const { id, left, context } = await failedBuild(t);
  assert.deepEqual(await decide(id, left, SMALL, context), ["status replace none"]);
  const compared = await inspectUnfinishedCreate(id, left, context);
  assert.equal(compare(compared, SMALL).deleteBeforeReplace, true);
});

test("replaces an instance that no longer exists without consent", async (t) => {
  const { id, left, context, cloud } = await failedBuild(t);
  await context.trove.instances.delete(id);
  await until(
    "its end",
    async () => cloud.instance(id),
    (record) => record === undefined,
  );
  const lost = { ...left, failedBuild: undefined, status: "BUILD" };
  assert.deepEqual(await decide(id, lost, SMALL, context), ["status replace none"]);
});

test("continues with an instance that is still in BUILD", async (t) => {
  const { id, left, context, cloud } = await failedBuild(t);
  cloud.change(id, (record) => {
    record.status = "BUILD";
  });
  assert.deepEqual(await decide(id, left, SMALL, context), []);
  assert.equal(compare(await inspectUnfinishedCreate(id, left, context), SMALL).unfinished, true);
});

const unproven: Readonly<Record<string, (record: InstanceRecord) => void>> = {
  "Trove changed it since": (record) => {
    record.updated = new Date(record.updated.getTime() + 1000);
  },
  "its guest reported since": (record) => {
    record.now = () => new Date(Date.now() + 5000);
    record.setService(record.service);
  },
};

for (const [title, change] of Object.entries(unproven)) {
  test(`refuses to replace an instance in ERROR if ${title}`, async (t) => {
    const { id, left, context, cloud } = await failedBuild(t);
    cloud.change(id, change);
    assert.deepEqual(await decide(id, left, SMALL, context), ["status refuse dataLoss"]);
    assert.deepEqual(await decide(id, left, { ...SMALL, ...CONSENT }, context), [
      "status replace dataLoss",
      "allow stateOnly none",
    ]);
    const compared = await inspectUnfinishedCreate(id, left, context);
    const [row] = compare(compared, SMALL).changes;
    assert.match(row?.reason ?? "", /repaired and run `pulumi up` again; .*allow: \{ replace: true \}/);
    assert.equal(compare(compared, { ...SMALL, ...CONSENT }).deleteBeforeReplace, false);
  });
}

test("refuses to replace an instance in ERROR whose failure no create saw", async (t) => {
  const { id, left, context } = await failedBuild(t);
  const unseen = { ...left, failedBuild: undefined };
  assert.deepEqual(await decide(id, unseen, SMALL, context), ["status refuse dataLoss"]);
});

for (const key of ["updated", "service_status_updated"]) {
  test(`refuses to replace an instance in ERROR without ${key}`, async (t) => {
    const { id, left, context, cloud } = await failedBuild(t);
    const { updated, serviceStatusUpdated } = left.failedBuild ?? assert.fail();
    const wire = { id, name: "db", status: "ERROR", updated, service_status_updated: serviceStatusUpdated };
    const body = { instance: { ...wire, [key]: undefined } };
    cloud.faults.add({ method: "GET", path: id, effect: { type: "status", status: 200, body } });
    assert.deepEqual(await decide(id, left, SMALL, context), ["status refuse dataLoss"]);
  });
}

for (const status of ["ACTIVE", "SHUTDOWN", "REBOOT", "BACKUP", "UNKNOWN"]) {
  test(`does not replace a failed build that is ${status} now without consent`, async (t) => {
    const { id, left, context, cloud } = await failedBuild(t);
    cloud.change(id, (record) => {
      record.status = status;
    });
    assert.deepEqual(await decide(id, left, SMALL, context), []);
    assert.deepEqual(await decide(id, left, MOVED, context), ["availabilityZone refuse dataLoss"]);
    assert.deepEqual(await decide(id, left, { ...MOVED, ...CONSENT }, context), [
      "allow stateOnly none",
      "availabilityZone replace dataLoss",
    ]);
  });
}

test("does not replace an instance in BUILD without consent", async (t) => {
  const { id, left, context, cloud } = await failedBuild(t);
  cloud.change(id, (record) => {
    record.status = "BUILD";
  });
  assert.deepEqual(await decide(id, left, MOVED, context), ["availabilityZone refuse dataLoss"]);
});

test("fails if the cloud is unreachable", async (t) => {
  const { id, left, context, cloud } = await failedBuild(t);
  await cloud.stop();
  await assert.rejects(decide(id, left, SMALL, context), { code: "TROVE_CONNECTION" });
});

test("shows an update and warns once in a preview if the cloud is unreachable", async (t) => {
  const { id, left, context, cloud, lines } = await failedBuild(t, { preview: true });
  await cloud.stop();
  assert.deepEqual(await decide(id, left, SMALL, context), []);
  assert.deepEqual(await decide(id, left, MOVED, context), ["availabilityZone update dataLoss"]);
  assert.equal(compare(await inspectUnfinishedCreate(id, left, context), SMALL).unfinished, true);
  assert.equal(lines.filter((line) => line.includes("could not be compared")).length, 1);
});

test("does not conclude a failed build from ERROR if the update never saw BUILD", async (t) => {
  const { id, left, context } = await failedBuild(t);
  const unseen = { ...left, failedBuild: undefined };
  const failure = await update(id, unseen, SMALL, context).catch((error: unknown) => error);
  assert.ok(failure instanceof Error && "state" in failure && "code" in failure);
  assert.equal(failure.code, "TROVE_INSTANCE_FAILED");
  assert.match(failure.message, /may have been in service, so it is not replaced without consent/);
  assert.equal((failure.state as InstanceState).failedBuild, undefined);
});
