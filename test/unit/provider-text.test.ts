import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { providerText } from "../../provider/provider-text.ts";

const HOST = "host/node_modules/@pulumi/pulumi/host.cjs";

// Pulumi's dynamic host evaluates the text with `require-from-string`. Errors are printed as the host prints them.
const pulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const host = `const evaluate = require(${JSON.stringify(pulumi.resolve("require-from-string"))});
try {
  console.log(evaluate(process.argv[2]).handler());
} catch (error) {
  console.log(\`\${error}: \${error.stack}\`);
  console.log(error.message);
}
`;

interface Layout {
  /** Installs a copy of the package that exports its name. */
  install(folder: string, name: string): void;
  link(folder: string, to: string): void;
  /** Evaluates the text in the host's process. */
  load(cwd?: string): Promise<string>;
  readonly root: string;
}

function layout(context: TestContext): Layout {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-trove-text-")));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write(HOST, host);
  mkdirSync(join(root, "program/src"), { recursive: true });
  return {
    root,
    install(folder, name) {
      const manifest = { name: "pulumi-trove", type: "module", exports: { "./provider": "./provider.js" } };
      write(`${folder}/pulumi-trove/package.json`, JSON.stringify(manifest));
      write(`${folder}/pulumi-trove/provider.js`, `export const Instance = ${JSON.stringify(name)};`);
    },
    link(folder, to) {
      mkdirSync(join(root, folder), { recursive: true });
      symlinkSync(join(root, to), join(root, folder, "pulumi-trove"));
    },
    load: (cwd = "program") =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          [join(root, HOST), providerText("Instance")],
          { cwd: join(root, cwd) },
          (_error, stdout, stderr) => resolve(`${stdout}${stderr}`.trim()),
        );
      }),
  };
}

test("loads the copy that the program installed, also from a subfolder", async (t) => {
  const { install, load } = layout(t);
  install("program/node_modules", "the program's");
  install("host/node_modules", "the host's");
  assert.equal(await load(), "the program's");
  assert.equal(await load("program/src"), "the program's");
});

test("loads a linked copy", async (t) => {
  const { install, link, load } = layout(t);
  install("elsewhere", "the linked one");
  link("program/node_modules", "elsewhere/pulumi-trove");
  assert.equal(await load(), "the linked one");
});

test("loads the copy beside the host if the program has none, as pnpm hoists", async (t) => {
  const { install, load } = layout(t);
  install("host/node_modules", "the host's");
  assert.equal(await load(), "the host's");
});

test("says to add the package to package.json if no copy is found", async (t) => {
  const { install, load, root } = layout(t);
  install("program/node_modules/a-library/node_modules", "the library's");
  const [printed, message = "", ...more] = (await load()).split("\n");
  assert.equal(printed, "pulumi-trove: see the error of the resource");
  assert.match(message, /pulumi-trove .*package\.json of this program/);
  assert.ok(message.includes(join(root, "program")), message);
  assert.deepEqual(more, []);
});

test("fails with the error of a copy that does not load", async (t) => {
  const { install, load, root } = layout(t);
  install("program/node_modules", "the program's");
  writeFileSync(join(root, "program/node_modules/pulumi-trove/provider.js"), `import "not-there";`);
  assert.match(await load(), /Cannot find package 'not-there'/);
});
