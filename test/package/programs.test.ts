import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { templateCompiler } from "../support/stock-template.ts";
import { installProgram, type Program } from "./installed-program.ts";

let program: Program;
before(
  async () => {
    program = await installProgram();
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

/** Mocks the engine. A TypeScript program declares the types of the parameters. */
function mocks(resource = "", call = ""): string {
  return `pulumi.runtime.setMocks({
  newResource: (args${resource}) => ({ id: "an-id", state: { ...args.inputs, status: "ACTIVE" } }),
  call: (args${call}) => args.inputs,
});`;
}

const declaration = `new TroveInstance("db", {
  flavor: "m1.small",
  volume: { size: 1 },
  databases: [{ name: "app" }],
  users: [{ name: "app", password: "secret", databases: ["app"] }],
})`;

test("a CommonJS program of Pulumi's template compiles with TypeScript 5 and runs", async () => {
  program.write("tsconfig.json", JSON.stringify(templateCompiler));
  program.write(
    "index.ts",
    `import * as pulumi from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";

${mocks(": pulumi.runtime.MockResourceArgs", ": pulumi.runtime.MockCallArgs")}
const db = ${declaration};
export const status: pulumi.Output<string> = db.status;
status.apply((value) => console.log(value));
`,
  );
  await program.run("node_modules/.bin/tsc", "--project", "tsconfig.json");
  assert.equal((await program.run("node", "bin/index.js")).trim(), "ACTIVE");
});

test("a wrong argument is a type error in the program", async () => {
  program.write("tsconfig.json", JSON.stringify(templateCompiler));
  program.write(
    "index.ts",
    `import { TroveInstance } from "pulumi-trove";\nnew TroveInstance("db", { flavour: "m1" });\n`,
  );
  await assert.rejects(program.run("node_modules/.bin/tsc", "--noEmit", "--pretty", "false"), /index\.ts\(2,.*flavour/);
});

test("a plain JavaScript program requires the package", async () => {
  program.write(
    "plain.cjs",
    `const pulumi = require("@pulumi/pulumi");
const { TroveInstance } = require("pulumi-trove");
${mocks()}
${declaration}.status.apply((value) => console.log(value));
`,
  );
  assert.equal((await program.run("node", "plain.cjs")).trim(), "ACTIVE");
});

test("an ES module program imports the package", async () => {
  program.write(
    "module.mjs",
    `import * as pulumi from "@pulumi/pulumi";
import { TroveInstance } from "pulumi-trove";
${mocks()}
${declaration}.status.apply((value) => console.log(value));
`,
  );
  assert.equal((await program.run("node", "module.mjs")).trim(), "ACTIVE");
});

test("the module that states refer to loads from a program's folder", async () => {
  const load = `const { Instance } = require("pulumi-trove/provider"); console.log(typeof Instance.create);`;
  assert.equal((await program.run("node", "--input-type=commonjs", "--eval", load)).trim(), "function");
});
