import assert from "node:assert/strict";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { root } from "../../scripts/root.ts";
import { openApi } from "../support/cloud-api.ts";
import { show } from "../support/cloud-instances.ts";
import { startCloud } from "../support/clouds.ts";
import { NO_CLOUD } from "./world.ts";

test("examples/grow: the same instance grows when the configuration says so", async (t) => {
  const cloud = await startCloud({ kind: "simulator", boot: 0.5, guestLag: 0.2 });
  t.after(() => cloud.stop());
  const stack = await stackOfExample(t, "grow", { ...NO_CLOUD, ...cloud.env });
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

/** A stack of the example as it lies in the repository, in a copy, since Pulumi writes the stack's settings beside it. */
async function stackOfExample(t: TestContext, name: string, env: Record<string, string>): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-example-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, name);
  await cp(join(root, "examples", name), program, { recursive: true });
  await symlink(join(root, "node_modules"), join(program, "node_modules"));
  const cli = await ensurePulumi();
  return LocalWorkspace.createOrSelectStack(
    { stackName: "test", workDir: program },
    {
      pulumiCommand: await PulumiCommand.get({ root: cli.root }),
      envVars: { PATH: cli.env.PATH ?? "", ...hermeticPulumi(folder), ...env },
    },
  );
}
