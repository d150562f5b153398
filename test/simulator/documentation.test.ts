import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HELP } from "../../simulator/command-line.ts";
import { startClient } from "./client.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/simulator.md"), "utf8");

/** The text of the page's row that starts with these words. */
function row(name: string): string {
  const line = page.split("\n").find((one) => one.startsWith(`| ${name} `));
  return line ?? assert.fail(`docs/simulator.md has no row for ${name}`);
}

test("docs/simulator.md lists exactly the flags of --help, with their defaults", () => {
  const flags = [...HELP.matchAll(/^ {2}(--[\w-]+) (\S+)? {2,}(.*(?:\n {10,}.*)*)/gm)].map(
    ([, flag = "", , text = ""]) => {
      const [, fallback] = /\(([^()]*)\)$/.exec(text) ?? [];
      return { flag, fallback };
    },
  );
  assert.ok(flags.some(({ flag }) => flag === "--boot"));
  const rows = [...page.matchAll(/^\| `(--[\w-]+)[ `]/gm)].map(([, flag]) => flag);
  assert.deepEqual(
    rows.sort(),
    flags
      .map(({ flag }) => flag)
      .filter((flag) => flag !== "--version")
      .sort(),
  );
  for (const { flag, fallback } of flags.filter(({ fallback }) => fallback !== undefined)) {
    assert.match(page, new RegExp(`^\\| \`${flag}[ \`][^\n]*\\| ${fallback} +\\|`, "m"), flag);
  }
});

test("docs/simulator.md lists all flavors, datastores and volume types", async () => {
  await using client = await startClient();
  const { flavors } = (await client.send("GET", "/flavors")).body;
  for (const { name, str_id: id } of flavors) assert.match(row("flavors"), new RegExp(`\`${name}\` \\((id )?${id}\\)`));
  const { datastores } = (await client.send("GET", "/datastores")).body;
  for (const { name, versions } of datastores) {
    const [first, last] = versions.map((version: { name: string }) => version.name);
    assert.ok(row("datastores").includes(`\`${name}\` ${first} and ${last}`), name);
  }
  const { volume_types: types } = (await client.send("GET", `/datastores/mysql/versions/8.0.29/volume-types`)).body;
  for (const { name } of types) assert.ok(row("volume types").includes(`\`${name}\``), name);
});
