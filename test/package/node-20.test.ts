import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { hermeticPulumi } from "../../scripts/hermetic-pulumi.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { execute, installProgram, type Program } from "./installed-program.ts";

const NEEDS = /pulumi-trove needs Node\.js \^22\.17 \|\| >=24\.2, but this process runs Node\.js 20\.\d+\.\d+ \(/;

let program: Program;
before(
  async () => {
    program = await installProgram(["@pulumi/pulumi@3.276.0", "node@20"]);
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

for (const entry of ["pulumi-trove", "pulumi-trove/plugin", "pulumi-trove/client", "pulumi-trove/provider"]) {
  test(`${entry} says on Node 20 which Node it needs, imported and required`, async () => {
    const tell = ".then(() => console.log('loaded'), (error) => console.log(error.message))";
    for (const load of [`import("${entry}")`, `Promise.resolve().then(() => require("${entry}"))`]) {
      const script = `${load}${tell}`;
      assert.match(await program.run("node_modules/.bin/node", "--input-type=commonjs", "--eval", script), NEEDS);
    }
  });
}

test("pulumi preview on Node 20 names the required Node once, without a stack trace", async () => {
  program.write("Pulumi.yaml", "name: program\nruntime: { name: nodejs, options: { typescript: false } }\n");
  program.write("index.js", `require("pulumi-trove");\n`);
  const { bin } = await ensurePulumi();
  const path = [join(program.folder, "node_modules/node/bin"), bin, process.env.PATH].join(delimiter);
  const env = { ...process.env, ...hermeticPulumi(program.folder), PATH: path };
  await execute(program.folder, "pulumi", ["stack", "init", "test"], env);
  const failed = execute(program.folder, "pulumi", ["preview", "--non-interactive"], env);
  const { message } = await failed.then(
    () => assert.fail("the preview succeeded"),
    (error: Error) => error,
  );
  const diagnostics = message.slice(message.lastIndexOf("Diagnostics:"));
  assert.equal(diagnostics.split("\n").filter((line) => NEEDS.test(line)).length, 1, message);
  assert.doesNotMatch(diagnostics, /^\s+at .*:\d+:\d+\)?$/m);
  assert.doesNotMatch(diagnostics, /unhandled/i);
});
