import assert from "node:assert/strict";
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installProgram, type Program } from "./installed-program.ts";

let program: Program;
before(
  async () => {
    program = await installProgram([]);
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

test("a script that installs only the package has the client, without Pulumi", async () => {
  assert.equal(existsSync(join(program.folder, "node_modules/@pulumi")), false);
  program.write(
    "script.mjs",
    `import { TroveClient } from "pulumi-trove/client";
TroveClient.connect({ cloud: "none" }).catch(({ code }) => console.log(code));
`,
  );
  assert.equal((await program.run("node", "script.mjs")).trim(), "TROVE_CONFIG");
});

test("npm installs the launcher of the plugin as an executable", () => {
  accessSync(join(program.folder, "node_modules/pulumi-trove/plugin/pulumi-resource-trove"), constants.X_OK);
});
