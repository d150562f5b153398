import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/root.ts";
import { openApi } from "../support/cloud-api.ts";
import { databaseNames } from "../support/cloud-guest.ts";
import { startCloud } from "../support/clouds.ts";
import { NO_CLOUD } from "./harness.ts";
import { stackOfFolder } from "./program-folder.ts";

test("examples/restore: a release takes another backup, from which an instance is restored", async (t) => {
  const cloud = await startCloud({ kind: "simulator", boot: 0.5, guestLag: 0.2, backup: 0.3 });
  t.after(() => cloud.stop());
  const copy = (folder: string) => cp(join(root, "examples", "restore"), folder, { recursive: true });
  const stack = await stackOfFolder(t, copy, { ...NO_CLOUD, ...cloud.env });
  await stack.setConfig("release", { value: "1.0" });
  const first = (await stack.up()).outputs;
  await stack.setConfig("release", { value: "2.0" });
  const second = (await stack.up()).outputs;
  assert.notEqual(second.backupId?.value, first.backupId?.value);
  const api = await openApi(cloud);
  const { body } = await api.get<{ backups: { id: string }[] }>("/backups");
  assert.deepEqual(
    body.backups.map(({ id }) => id),
    [second.backupId?.value],
  );

  await stack.setConfig("restore", { value: "true" });
  const { outputs } = await stack.up();
  assert.deepEqual(await databaseNames(api, outputs.restoredId?.value), ["app"]);
  assert.equal(outputs.backupId?.value, second.backupId?.value);
  await stack.destroy();
});
