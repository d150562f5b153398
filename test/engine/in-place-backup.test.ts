import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { endedBackup, type WireBackup } from "../support/cloud-backups.ts";
import { databaseNames, userNames } from "../support/cloud-guest.ts";
import { show } from "../support/cloud-instances.ts";
import { assertSteady, onBothClouds } from "./both-clouds.ts";
import { declares, failureOf, onlyId } from "./world.ts";

onBothClouds("a final backup is complete before the instance is gone, also when it is replaced", async (place) => {
  const { api, createStack } = place;
  const finalBackup = { name: "last" };
  const stack = await createStack({ program: declares({ availabilityZone: "nova" }) });
  await stack.stack.up();
  const old = await onlyId(stack);
  stack.program = declares({ availabilityZone: "nova", finalBackup });
  await stack.stack.up();
  stack.program = declares({ finalBackup, datastore: { type: "mariadb" }, allow: { replace: true } });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, old);
  assert.deepEqual(await finished(api, old), [["last", "COMPLETED"]]);
  await stack.stack.destroy();
  assert.deepEqual(await finished(api, now), [["last", "COMPLETED"]]);
});

onBothClouds("a final backup that fails keeps the instance, and the error names the way out", async (place) => {
  const { api, createStack } = place;
  const stack = await createStack({ program: declares({ finalBackup: { name: "BACKUP_ERROR" } }) });
  await stack.stack.up();
  const id = await onlyId(stack);
  const message = await failureOf(stack.stack.destroy());
  assert.match(message, /was not deleted, since its final backup could not be taken: backup .* is FAILED/);
  assert.match(message, /remove finalBackup from the program and run `pulumi up` before it is deleted/);
  assert.equal((await show(api, id)).status, "ACTIVE");
  assert.equal(await onlyId(stack), id);

  stack.program = declares();
  await stack.stack.up();
  await stack.stack.destroy();
  assert.deepEqual(await stack.resources(), []);
});

onBothClouds("an instance that is made from a backup gets its declared databases and users after it", async (place) => {
  const { api, createStack } = place;
  const users = [{ name: "app", password: "p-before", databases: ["app"] }];
  const source = await createStack({ program: declares({ name: "source", databases: [{ name: "app" }], users }) });
  await source.stack.up();
  const backup = await endedBackup(api, await onlyId(source));
  const args = {
    restorePoint: { backupId: backup.id },
    databases: [{ name: "app" }, { name: "more" }],
    users: [
      { name: "app", password: "p-after", databases: ["app"] },
      { name: "second", password: "p-of-second" },
    ],
  };
  const stack = await createStack({ program: declares(args) });
  await stack.stack.up();
  const id = await onlyId(stack);
  assert.ok((await databaseNames(api, id)).includes("more"));
  assert.deepEqual((await userNames(api, id)).sort(), ["app@%", "second@%"]);
  await assertSteady(stack);

  const { restorePoint: _, ...without } = args;
  stack.program = declares(without);
  await stack.stack.up();
  assert.equal(await onlyId(stack), id);
  await assertSteady(stack);
  await stack.stack.destroy();
  await source.stack.destroy();
});

async function finished(api: CloudApi, instanceId: string): Promise<[name: string, status: string][]> {
  const { body } = await api.get<{ backups: WireBackup[] }>(`/backups?instance_id=${instanceId}`);
  return body.backups.map(({ name, status }) => [name, status]);
}
