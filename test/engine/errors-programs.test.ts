import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { connect } from "./errors/connect.ts";
import { Diagnostics } from "./errors/diagnostics.ts";
import { programs } from "./errors/programs.ts";
import { assertKeepsSecrets, assertTells } from "./errors/row.ts";
import { failureOf, startHarness } from "./harness.ts";
import { stackOfFolder } from "./program-folder.ts";

for (const row of programs) {
  test(`${row.code} names the instance, Trove's answer and the next step`, async (t) => {
    const { cloud, env } = await startHarness(t, {
      ...(row.troveRelease && { troveRelease: row.troveRelease }),
      // It outlasts any program.
      backup: 600,
    });
    const { instances, backups } = await connect(cloud);
    const { id } = await instances.create({
      name: row.resource,
      flavorId: "2",
      volume: { size: 1 },
      datastore: row.datastore === undefined ? undefined : { type: row.datastore },
    });
    await row.plan?.(cloud, id);
    const stack = await stackOfFolder(t, (folder) => writeProgram(folder, row.does), env);
    await stack.setConfig("id", { value: id });
    const shown = new Diagnostics();
    await failureOf(stack.up({ onEvent: shown.onEvent }));
    const all = shown.ofProgram();
    assertKeepsSecrets(all);
    const { message, code } = thrown(all);
    const [backup] = await Array.fromAsync(backups.list());
    assertTells(row, `${message} [${code}]`, cloud, { id, ...(backup && { backup: backup.id }) });
  });
}

/** A program that asks Trove by the client. */
async function writeProgram(folder: string, does: string): Promise<void> {
  const settings = { name: "program", runtime: { name: "nodejs", options: { typescript: false } } };
  await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", main: "index.js" }));
  await writeFile(
    join(folder, "index.js"),
    `import { Config } from "@pulumi/pulumi";
import { TroveClient } from "pulumi-trove/client";

const client = await TroveClient.connect();
const id = new Config().require("id");
${does}
`,
  );
}

/** Pulumi's language host shows what a program throws as Node does: the message, where it came from, and its properties. */
function thrown(shown: string): { readonly message: string; readonly code: string } {
  const [, message, code] =
    /unhandled exception:\s+\w+: (.*?)\n\s+at .*?\bcode: '(\w+)'/s.exec(shown) ??
    assert.fail(`nothing thrown: ${shown}`);
  return { message: message ?? "", code: code ?? "" };
}
