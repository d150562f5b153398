import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { InstanceInputs } from "../../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../../provider/resources/instance/create/create.ts";
import { createProcessServices } from "../../../../provider/resources/process-services.ts";
import { startHarness, takeBackup } from "../instance/harness.ts";
import { inputs } from "../instance/samples.ts";

const POSTGRESQL: InstanceInputs = { volume: { size: 1 }, datastore: { type: "postgresql" } };
const CONTENTS: InstanceInputs = {
  databases: { shop: {} },
  users: { "app@%": { password: "p-of-app", databases: ["shop"] } },
};
const PATHS = ["databases.shop", 'users["app@%"]'];

async function startWithBackup(t: TestContext, troveRelease: 18 | 26, datastore: InstanceInputs = POSTGRESQL) {
  const harness = await startHarness(t, { troveRelease, backup: 6 });
  const { id } = await create(inputs(datastore), harness.context);
  const { id: backupId } = await takeBackup(harness, id, "nightly");
  const restore = inputs({ ...datastore, name: "restored", restorePoint: { backupId } });
  const failedPaths = async (fields: InstanceInputs) => {
    const services = createProcessServices({ resumeInterrupted: false, previewChecks: true });
    const failures = await previewChecks({ ...restore, ...fields }, undefined, {
      ...harness.context,
      preview: true,
      ...services,
    });
    return failures.map(({ path }) => path);
  };
  return { ...harness, id, backupId, restore, failedPaths };
}

test("refuses databases and users of a restored backup that cannot be created", async (t) => {
  const { cloud, context, restore, failedPaths } = await startWithBackup(t, 18);
  assert.deepEqual(await failedPaths(CONTENTS), PATHS);
  assert.deepEqual(await failedPaths({}), []);
  const refused = create({ ...restore, ...CONTENTS }, context);
  await assert.rejects(refused, (error: Error & { code?: string }) => {
    assert.equal(error.code, "TROVE_REFUSED");
    for (const path of PATHS) assert.ok(error.message.includes(`${path}: can neither be verified nor made`));
    return true;
  });
  assert.equal(cloud.instances().length, 1);
});

test("asks another instance if that of the backup is in ERROR", async (t) => {
  const { cloud, context, id, failedPaths } = await startWithBackup(t, 18);
  const other = await create(inputs({ ...POSTGRESQL, name: "other" }), context);
  cloud.change(id, (record) => {
    record.status = "ERROR";
  });
  assert.deepEqual(await failedPaths(CONTENTS), PATHS);
  cloud.change(other.id, (record) => {
    record.status = "BACKUP";
  });
  assert.deepEqual(await failedPaths(CONTENTS), []);
});

test("accepts databases and users of a restored backup that can be created", async (t) => {
  const { failedPaths } = await startWithBackup(t, 26);
  assert.deepEqual(await failedPaths(CONTENTS), []);
});

test("does not ask an instance about databases and users of MySQL", async (t) => {
  const { cloud, failedPaths } = await startWithBackup(t, 18, { ...POSTGRESQL, datastore: { type: "mysql" } });
  cloud.requests.length = 0;
  assert.deepEqual(await failedPaths(CONTENTS), []);
  assert.deepEqual(
    cloud.requests.filter(({ path }) => path.includes("/databases")),
    [],
  );
});
