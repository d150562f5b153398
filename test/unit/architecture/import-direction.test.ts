import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";

const root = join(import.meta.dirname, "../../..");

/** Lints one import, as if a file of this house contained it; gives whether the direction rule refuses it. */
async function refuses(context: TestContext, file: string, source: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "import-direction-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(root, "biome.json"), join(folder, "biome.json"));
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), source);
  const rule = "style/noRestrictedImports";
  const args = ["lint", "--vcs-enabled=false", `--only=${rule}`, "--reporter=json", file];
  const output = await new Promise<string>((resolve) => {
    execFile(join(root, "node_modules/.bin/biome"), args, { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  const { summary, diagnostics } = JSON.parse(output);
  assert.equal(summary.unchanged, 1, "the file was linted");
  return diagnostics.some((diagnostic: { category: string }) => diagnostic.category === `lint/${rule}`);
}

const upward: Readonly<Record<string, readonly string[]>> = {
  "provider/http/a.ts": [
    "../openstack/b.ts",
    "../trove/b.ts",
    "../wait/b.ts",
    "../hosts/dynamic/b.ts",
    "@pulumi/pulumi",
  ],
  "provider/openstack/a.ts": ["../trove/b.ts", "../wait/b.ts", "../resources/b.ts", "../hosts/dynamic/b.ts", "got"],
  "provider/trove/a.ts": [
    "../wait/b.ts",
    "../client/b.ts",
    "../resources/instance/b.ts",
    "../hosts/dynamic/b.ts",
    "../../sdk/index.ts",
    "yaml",
  ],
  "provider/trove/errors/a.ts": ["../../wait/b.ts", "../../hosts/dynamic/b.ts"],
  "provider/wait/a.ts": ["../client/b.ts", "../resources/instance/b.ts", "../hosts/dynamic/b.ts", "@pulumi/pulumi"],
  "provider/client/a.ts": ["../resources/instance/b.ts", "../hosts/dynamic/b.ts", "@pulumi/pulumi", "got"],
  "provider/resources/a.ts": ["../hosts/dynamic/b.ts", "@pulumi/pulumi", "@pulumi/pulumi/provider/index.js"],
  "provider/resources/instance/a.ts": ["../../hosts/dynamic/b.ts", "@pulumi/pulumi", "pulumi-trove"],
  "provider/hosts/dynamic/a.ts": [
    "../../../sdk/index.ts",
    "../../../simulator/index.ts",
    "../../../test/support/b.ts",
    "got",
  ],
  "sdk/a.ts": ["../provider/index.ts", "zod", "node:fs", "pulumi-trove/provider"],
  "simulator/a.ts": ["../provider/trove/types.ts", "../sdk/index.ts", "@pulumi/pulumi"],
  "simulator/trove/a.ts": ["../../provider/trove/types.ts"],
  "examples/quickstart/a.ts": ["../../sdk/index.ts"],
  "test/unit/trove/a.ts": ["trove-simulator"],
  "bench/scenarios/a.ts": ["trove-simulator"],
};

const downward: Readonly<Record<string, readonly string[]>> = {
  "provider/openstack/a.ts": ["../http/b.ts", "./b.ts", "yaml", "zod"],
  "provider/trove/errors/a.ts": ["../types.ts", "../../http/b.ts", "../../openstack/b.ts"],
  "provider/client/a.ts": ["../wait/b.ts", "../trove/b.ts", "../openstack/b.ts", "../http/b.ts"],
  "provider/resources/instance/a.ts": [
    "../resource.ts",
    "../../client/b.ts",
    "../../wait/b.ts",
    "../../trove/b.ts",
    "../../http/b.ts",
  ],
  "provider/hosts/dynamic/a.ts": ["../../resources/instance/b.ts", "../../http/b.ts", "@pulumi/pulumi"],
  "provider/index.ts": ["./hosts/dynamic/b.ts"],
  "sdk/a.ts": ["./b.ts", "../provider/check-node.ts", "@pulumi/pulumi", "node:crypto"],
  "simulator/trove/a.ts": ["../state.ts"],
  "test/unit/trove/a.ts": ["../../../provider/trove/b.ts", "../../../simulator/index.ts"],
};

for (const [file, imports] of Object.entries(upward)) {
  test(`the import rule refuses what ${file} must not import`, async (context) => {
    for (const path of imports) {
      assert.equal(await refuses(context, file, `import { b } from "${path}";\n\nb();\n`), true, path);
    }
  });
}

for (const [file, imports] of Object.entries(downward)) {
  test(`the import rule lets ${file} import what lies below it`, async (context) => {
    for (const path of imports) {
      assert.equal(await refuses(context, file, `import { b } from "${path}";\n\nb();\n`), false, path);
    }
  });
}

for (const source of [
  'import type { B } from "../trove/b.ts";\n\nexport const b: B = 1;\n',
  'export { b } from "../trove/b.ts";\n',
  'export const b = () => import("../trove/b.ts");\n',
]) {
  test(`the import rule sees ${source.split("\n")[0]}`, async (context) => {
    assert.equal(await refuses(context, "provider/http/a.ts", source), true);
  });
}
