import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";

test("Pulumi accepts the package schema", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-trove-schema-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { env } = await ensurePulumi();
  const file = join(root, "plugin/schema.json");
  const { code, output } = await run("pulumi", ["schema", "check", file], {
    env: { ...env, ...hermeticPulumi(folder) },
  });
  assert.equal(code, 0, output);
});
