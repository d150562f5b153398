import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/root.ts";
import { openApi } from "../support/cloud-api.ts";
import { show } from "../support/cloud-instances.ts";
import { startCloud } from "../support/clouds.ts";
import { NO_CLOUD } from "./harness.ts";
import { stackOfFolder } from "./program-folder.ts";

test("examples/grow: the same instance grows when the configuration says so", async (t) => {
  const cloud = await startCloud({ kind: "simulator", boot: 0.5, guestLag: 0.2 });
  t.after(() => cloud.stop());
  const copy = (folder: string) => cp(join(root, "examples", "grow"), folder, { recursive: true });
  const stack = await stackOfFolder(t, copy, { ...NO_CLOUD, ...cloud.env });
  await stack.setConfig("password", { value: "p-of-app", secret: true });
  const { outputs } = await stack.up();
  const id = outputs.id?.value;
  assert.deepEqual([outputs.flavorId?.value, outputs.volumeSize?.value], ["2", 1]);

  await stack.setConfig("size", { value: "2" });
  await stack.setConfig("flavor", { value: "m1.medium" });
  const grown = (await stack.up()).outputs;
  assert.deepEqual([grown.id?.value, grown.flavorId?.value, grown.volumeSize?.value], [id, "3", 2]);
  assert.equal((await show(await openApi(cloud), id)).volume.size, 2);

  await stack.setConfig("size", { value: "1" });
  await assert.rejects(stack.preview(), /volume\.size: a volume cannot shrink \(from 2 to 1 GiB\)/);
  await stack.destroy();
});
