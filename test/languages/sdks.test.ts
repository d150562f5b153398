import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { before, test } from "node:test";
import { goModule } from "../../scripts/go-module.ts";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensureLanguages, type LanguageEnv } from "../../scripts/languages.ts";
import { pythonEnvironment } from "../../scripts/python-environment.ts";
import { root } from "../../scripts/root.ts";
import { run } from "../../scripts/run.ts";
import { checkSchema } from "../../scripts/sdk-generator.ts";
import { pythonOf } from "../../scripts/virtual-environment.ts";
import { execute } from "../package/installed-program.ts";
import { goSdk, pythonSdk, schema, temporaryFolder, wheelIn } from "./sdks.ts";

let env: LanguageEnv;
let version: string;
before(
  async () => {
    env = await ensureLanguages();
    ({ version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  },
  { timeout: 600_000 },
);

test("Pulumi's generators accept the schema without a warning", async () => {
  await checkSchema(schema);
});

test("a schema with an unknown key is refused", async (t) => {
  const file = join(await temporaryFolder(t), "schema.json");
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(schema, "utf8")), resource: {} }));
  await assert.rejects(checkSchema(file), /unknown field "resource"/);
});

test("a Python program imports the SDK that the wheel installs", async (t) => {
  const program = `
import importlib.metadata
import pulumi_trove

args = pulumi_trove.InstanceArgs(flavor="m1.small")
print(args.flavor, importlib.metadata.version("pulumi_trove"))
`;
  const environment = { ...process.env, PYTHONPATH: await pythonSdk(t) };
  const output = await execute(root, pythonOf(pythonEnvironment), ["-c", program], environment);
  assert.equal(output, `m1.small ${version}\n`);
});

test("the wheel is named after the package and its version, and is the same each time", async (t) => {
  const [one, other] = [await wheelIn(await temporaryFolder(t)), await wheelIn(await temporaryFolder(t))];
  assert.equal(basename(one), `pulumi_trove-${version}-py3-none-any.whl`);
  assert.ok((await readFile(one)).equals(await readFile(other)));
});

test("the Go module has its documented path and compiles", async (t) => {
  const folder = await goSdk(t);
  assert.match(await readFile(join(folder, "go.mod"), "utf8"), new RegExp(`^module ${goModule}\n`));
  await execute(folder, "go", ["vet", "-mod=readonly", "./..."], { ...process.env, ...env });
});

test("pulumi package add writes the declaration of a YAML program", async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "Pulumi.yaml"), "{ name: program, runtime: yaml }");
  const { output } = await run("pulumi", ["package", "add", join(root, "plugin/pulumi-resource-trove")], {
    cwd: folder,
    env: { ...process.env, ...env, ...hermeticPulumi(await temporaryFolder(t)) },
  });
  // The exit code says nothing: the language host that builds from its Go module cannot link what it has written.
  assert.match(output, /Successfully generated an SDK for the trove package/);
  const declaration = await readFile(join(folder, `sdks/trove/trove-${version}.yaml`), "utf8");
  assert.equal(declaration, `packageDeclarationVersion: 1\nname: trove\nversion: ${version}\n`);
});
