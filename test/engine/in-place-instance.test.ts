import assert from "node:assert/strict";
import { test } from "node:test";
import type { TroveInstanceArgs } from "pulumi-trove";
import { assertSteady } from "./clouds.ts";
import { asked, declares, failureOf, onlyId, startHarness, upOf } from "./harness.ts";
import { storedTimeouts } from "./host.ts";

const NETWORK = "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11";
const BACKUP = "11111111-2222-3333-4444-555555555555";

test("requests each change once: volume before flavor, name and access together", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.2 });
  const { stack, id } = await upOf(harness, declares({ name: "db-one" }));
  harness.cloud.requests.length = 0;
  const access = { isPublic: true, allowedCidrs: [] };
  stack.program = declares({ name: "db-two", flavor: "3", volume: { size: 2 }, access });
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "PUT"), [`/instances/${id}`]);
  assert.deepEqual(asked(harness.cloud, "POST"), [`/instances/${id}/action`, `/instances/${id}/action`]);
  assert.equal(harness.cloud.instance(id)?.fault, undefined);
  await assertSteady(stack);
});

test("the same flavor by its name and by its id is the same", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ flavor: "m1.small" }));
  stack.program = declares({ flavor: "2" });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  assert.equal(asked(harness.cloud, "POST").length, 1);
  await assertSteady(stack);
});

test("treats a version's id like its name: no change, an upgrade, or a refusal", async (t) => {
  const harness = await startHarness(t);
  const on = (version: string) => declares({ datastore: { type: "mysql", version } });
  const versionOf = (id: string) => harness.cloud.instance(id)?.version ?? assert.fail("it is gone");
  const newest = versionOf((await upOf(harness, declares({ name: "newest" }))).id);
  const { stack, id } = await upOf(harness, on("5.7.29"));
  const oldest = versionOf(id);

  stack.program = on(oldest.id);
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "PUT"), []);
  await assertSteady(stack);

  stack.program = on(newest.id);
  const { stdout } = await stack.stack.preview();
  assert.match(stdout, /datastore\.version: 5\.7\.29 → 8\.0\.29/);
  await stack.stack.up();
  assert.equal(versionOf(id).name, "8.0.29");
  await assertSteady(stack);

  stack.program = on(oldest.id);
  assert.match(
    await failureOf(stack.stack.preview()),
    /datastore\.version: cannot be downgraded from 8\.0\.29 to 5\.7\.29/,
  );

  stack.program = on("8.0.29");
  await stack.stack.up();
  assert.deepEqual(asked(harness.cloud, "PUT"), [`/instances/${id}`]);
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
});

const ALL_BUT_PLACE: TroveInstanceArgs = {
  name: "db-wide",
  volume: { size: 2, type: "ssd" },
  datastore: { type: "mysql", version: "8.0.29" },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: "p-of-app", databases: ["app"] }],
  allow: { restart: true, dropDatabases: true },
  access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
};
const WIDE = { ...ALL_BUT_PLACE, network: { networkId: NETWORK }, availabilityZone: "nova", locality: "affinity" };

test("removing arguments changes nothing in the cloud, and they can be declared again", async (t) => {
  const harness = await startHarness(t, { guestLag: 0.2 });
  const { stack, id } = await upOf(harness, declares(WIDE));
  // A guest's heartbeat is no change.
  const seen = () => ({ ...JSON.parse(JSON.stringify(harness.cloud.instance(id))), serviceUpdated: undefined });
  const before = seen();
  harness.cloud.requests.length = 0;

  // `declares` brings a volume of its own.
  stack.program = declares({ volume: undefined } as unknown as TroveInstanceArgs);
  const preview = await stack.stack.preview();
  assert.deepEqual(preview.changeSummary, { same: 1, update: 1 });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);

  stack.program = declares(ALL_BUT_PLACE);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
  assert.deepEqual(seen(), before);
  assert.deepEqual([asked(harness.cloud, "DELETE"), asked(harness.cloud, "POST")], [[], []]);
});

test("records create-only arguments, consents and timeouts without asking the cloud", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  harness.cloud.requests.length = 0;
  const noted = {
    allow: { restart: true },
    restorePoint: { backupId: BACKUP },
    finalBackup: { name: "last" },
    adoptId: id,
  };
  stack.program = declares(noted, { customTimeouts: { update: "9m", delete: "7m" } });
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  const { outputs, customTimeouts } = (await stack.resources())[0] ?? assert.fail("nothing in the state");
  const { allow, restorePoint, finalBackup, adoptId } = outputs;
  assert.deepEqual({ allow, restorePoint, finalBackup, adoptId }, noted);
  assert.deepEqual(outputs.__timeouts, storedTimeouts({ update: "9m", delete: "7m" }));
  assert.deepEqual([customTimeouts?.update, customTimeouts?.delete], [9 * 60, 7 * 60]);
  await assertSteady(stack);
  assert.deepEqual(
    ["POST", "PUT", "DELETE"].flatMap((method) => asked(harness.cloud, method)),
    [],
  );
});
