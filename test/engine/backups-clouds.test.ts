import assert from "node:assert/strict";
import type { CloudApi } from "../support/cloud-api.ts";
import { endedBackup, type WireBackup } from "../support/cloud-backups.ts";
import { databaseNames, userNames } from "../support/cloud-guest.ts";
import { assertSteady, assertUnchanged, onClouds } from "./clouds.ts";
import { coverage } from "./coverage.ts";
import { failureOf, onlyId } from "./harness.ts";

onClouds("completes a final backup before a replacement and a destroy", coverage.backups, async (place) => {
  const { api, datastore, createStack, declares } = place;
  const finalBackup = { name: "last" };
  const stack = await createStack({ program: declares({ availabilityZone: "nova" }) });
  await stack.stack.up();
  const old = await onlyId(stack);
  stack.program = declares({ availabilityZone: "nova", finalBackup });
  await stack.stack.up();
  const replaced = { finalBackup, datastore: { type: datastore.replacement } };
  stack.program = declares(replaced);
  assert.match(await failureOf(stack.stack.preview()), /\[TROVE_REFUSED\]/);
  assert.equal(await onlyId(stack), old);
  stack.program = declares({ ...replaced, allow: { replace: true } });
  await stack.stack.up();
  const now = await onlyId(stack);
  assert.notEqual(now, old);
  assert.deepEqual(await finished(api, old), [["last", "COMPLETED"]]);
  await stack.stack.destroy();
  assert.deepEqual(await finished(api, now), [["last", "COMPLETED"]]);
});

onClouds("adds declared databases and users to what a backup brings", coverage.restores, async (place) => {
  const { api, createStack, declares } = place;
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
  await assertUnchanged(stack);
  await stack.stack.destroy();
  await source.stack.destroy();
});

async function finished(api: CloudApi, instanceId: string): Promise<[name: string, status: string][]> {
  const { body } = await api.get<{ backups: WireBackup[] }>(`/backups?instance_id=${instanceId}`);
  return body.backups.map(({ name, status }) => [name, status]);
}
