import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/root.ts";

/** By file, what it must not import: files from the root, or packages. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  "provider/core/a.ts": ["provider/http/b.ts", "provider/trove/b.ts", "sdk/b.ts", "got"],
  "provider/http/a.ts": ["provider/openstack/b.ts", "provider/hosts/dynamic/b.ts", "@pulumi/pulumi", "yaml"],
  "provider/openstack/login/a.ts": ["provider/trove/b.ts", "provider/resources/b.ts", "got"],
  "provider/trove/errors/a.ts": ["provider/wait/b.ts", "provider/client/b.ts", "sdk/b.ts", "yaml"],
  "provider/wait/instances/a.ts": ["provider/client/b.ts", "provider/resources/instance/b.ts", "@pulumi/pulumi"],
  "provider/client/a.ts": ["provider/resources/b.ts", "provider/service/b.ts", "p-retry"],
  "provider/resources/a.ts": ["provider/service/b.ts", "provider/client/b.ts", "provider/resources/instance/b.ts"],
  "provider/resources/guest/rules/a.ts": ["provider/resources/instance/diff/b.ts"],
  "provider/resources/catalog/a.ts": ["provider/resources/instance/b.ts"],
  "provider/resources/instance/diff/a.ts": ["provider/hosts/dynamic/b.ts", "@pulumi/pulumi"],
  "provider/service/a.ts": ["provider/hosts/dynamic/b.ts", "@pulumi/pulumi", "simulator/b.ts"],
  "provider/hosts/dynamic/a.ts": ["sdk/b.ts", "simulator/b.ts", "test/b.ts", "got"],
  "sdk/a.ts": ["provider/index.ts", "zod", "node:fs", "node:crypto"],
  "simulator/trove/a.ts": ["provider/trove/b.ts", "sdk/b.ts", "@pulumi/pulumi", "simulator/guest/real/b.ts"],
  "simulator/dashboard/a.ts": ["simulator/guest/machine/b.ts"],
  "simulator/guest/a.ts": ["simulator/trove/instances/b.ts", "simulator/dashboard/b.ts", "simulator/simulator.ts"],
  "simulator/guest/real/mysql/a.ts": ["simulator/http/b.ts", "simulator/keystone/b.ts", "simulator/control/b.ts"],
};

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "provider/http/a.ts": ["provider/core/b.ts", "got", "https-proxy-agent", "p-retry"],
  "provider/openstack/a.ts": ["provider/http/b.ts", "provider/core/b.ts", "yaml", "zod"],
  "provider/trove/errors/a.ts": ["provider/trove/b.ts", "provider/http/b.ts", "provider/openstack/b.ts"],
  "provider/client/a.ts": ["provider/wait/b.ts", "provider/trove/b.ts", "provider/http/b.ts"],
  "provider/resources/instance/diff/a.ts": ["provider/resources/b.ts", "provider/resources/guest/b.ts"],
  "provider/service/a.ts": ["provider/resources/instance/b.ts", "provider/wait/b.ts"],
  "provider/hosts/dynamic/a.ts": ["provider/service/b.ts", "provider/resources/b.ts", "@pulumi/pulumi"],
  "provider/index.ts": ["provider/hosts/dynamic/b.ts", "provider/resources/instance/b.ts"],
  "sdk/a.ts": ["sdk/b.ts", "provider/check-node.ts", "provider/core/version.ts", "@pulumi/pulumi"],
  "simulator/trove/a.ts": ["simulator/b.ts", "simulator/guest/b.ts", "zod"],
  "simulator/guest/a.ts": ["simulator/guest/real/b.ts", "simulator/options.ts", "pg"],
  "test/unit/trove/a.ts": ["provider/trove/b.ts", "simulator/b.ts"],
};

const WAYS: readonly ((path: string) => string)[] = [
  (path) => `import { b } from "${path}";\nb();\n`,
  (path) => `import type { B } from "${path}";\nexport const b: B = 1;\n`,
  (path) => `export { b } from "${path}";\n`,
  (path) => `export const b = () => import("${path}");\n`,
];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly text: string;
}

function importsOf(table: typeof REFUSED): Import[] {
  return Object.entries(table).flatMap(([file, targets]) =>
    targets.flatMap((target, index) =>
      WAYS.map((write, way) => ({
        file: file.replace(/\.ts$/, `${index}${way}.ts`),
        target,
        text: write(target.endsWith(".ts") ? pathBetween(file, target) : target),
      })),
    ),
  );
}

function pathBetween(file: string, target: string): string {
  const path = relative(dirname(file), target);
  return path.startsWith(".") ? path : `./${path}`;
}

/** The imports, as `file → target`, that the rules of this repository report in a tree of these files. */
async function reported(imports: readonly Import[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "import-direction-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    for (const name of ["tsconfig.json", "package.json", ".dependency-cruiser.json"])
      copyFileSync(join(root, name), join(folder, name));
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    for (const { target } of imports)
      if (target.endsWith(".ts")) write(target, "export type B = 1;\nexport const b = () => 1;\n");
    for (const { file, text } of imports) write(file, text);
    const folders = ["provider", "sdk", "simulator", "test"];
    for (const name of folders) mkdirSync(join(folder, name), { recursive: true });
    const output = await new Promise<string>((resolve) => {
      const command = join(root, "node_modules/.bin/depcruise");
      execFile(command, ["--output-type", "json", ...folders], { cwd: folder, maxBuffer: 2 ** 26 }, (_, out) =>
        resolve(out),
      );
    });
    const { summary } = JSON.parse(output) as { summary: { violations: { from: string; to: string }[] } };
    return summary.violations.map(({ from, to }) => `${from} → ${to}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A package is reported by its file in node_modules, a built-in module without `node:`. */
function matches(line: string, { file, target }: Import): boolean {
  const [from, to = ""] = line.split(" → ");
  if (from !== file) return false;
  return target.endsWith(".ts") ? to === target : to.includes(`node_modules/${target}/`) || `node:${to}` === target;
}

test("the import rules refuse every import upwards, in every form of import", async () => {
  const imports = importsOf(REFUSED);
  const lines = await reported(imports);
  const missed = imports.filter((one) => !lines.some((line) => matches(line, one)));
  assert.deepEqual(
    missed.map(({ file, target }) => `${file} → ${target}`),
    [],
  );
});

test("the import rules allow every import downwards", async () => {
  assert.deepEqual(await reported(importsOf(ALLOWED)), []);
});

test("the import rules refuse a cycle of type imports", async () => {
  const imports = [
    {
      file: "provider/wait/one.ts",
      target: "provider/wait/two.ts",
      text: 'import type { Two } from "./two.ts";\nexport type One = Two;\n',
    },
    {
      file: "provider/wait/two.ts",
      target: "provider/wait/one.ts",
      text: 'import type { One } from "./one.ts";\nexport type Two = One[];\n',
    },
  ];
  assert.equal((await reported(imports)).length > 0, true);
});
