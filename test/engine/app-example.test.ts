import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/root.ts";
import { startCloud } from "../support/clouds.ts";
import { NO_CLOUD } from "./harness.ts";
import { stackOfFolder } from "./program-folder.ts";

test("examples/app: one program has everything that an application needs", async (t) => {
  const cloud = await startCloud({ kind: "simulator", boot: 0.5, backup: 0.3, guestLag: 0.2 });
  t.after(() => cloud.stop());
  const copy = (folder: string) => cp(join(root, "examples", "app"), folder, { recursive: true });
  const stack = await stackOfFolder(t, copy, { ...NO_CLOUD, ...cloud.env });
  await stack.setConfig("network", { value: "5f0c8a5e-7f4d-4a0e-9a55-0f5a3a5c9d11" });
  await stack.setConfig("password", { value: "p-of-app", secret: true });
  const { outputs } = await stack.up();
  const id = outputs.id?.value;
  assert.match(outputs.uri?.value, /^mysql:\/\/app:p-of-app@[\d.]+:3306\/orders$/);
  assert.equal(outputs.uri?.secret, true);
  await stack.preview({ expectNoChanges: true });

  await stack.setConfig("connections", { value: "300" });
  await stack.setConfig("password", { value: "p-of-app-2", secret: true });
  const changed = (await stack.up()).outputs;
  assert.deepEqual([changed.id?.value, changed.backupId?.value], [id, outputs.backupId?.value]);
  assert.match(changed.uri?.value, /:p-of-app-2@/);
  await stack.preview({ expectNoChanges: true });
  await stack.destroy();
  assert.deepEqual(await stack.exportStack().then(({ deployment }) => deployment.resources ?? []), []);
});
