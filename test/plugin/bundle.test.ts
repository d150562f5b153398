import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { root } from "../../scripts/root.ts";

const FILES = ["main.mjs", "start.cjs", "schema.json", "pulumi-resource-trove"];
const read = (file: string) => readFileSync(join(root, "plugin", file), "utf8");

test("the plugin starts in a folder of its own, without node_modules", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-resource-trove-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const file of FILES) copyFileSync(join(root, "plugin", file), join(folder, file));
  const env = { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  const started = promisify(execFile)(join(folder, "pulumi-resource-trove"), [], { cwd: folder, env, timeout: 10_000 });
  const port = new Promise<string>((resolve) => started.child.stdout?.once("data", resolve));
  const ended = started.catch(() => {});
  assert.match(await port, /^\d+\n$/);
  started.child.kill();
  await ended;
});

test("the bundle has no path of the machine that built it", () => {
  for (const file of ["main.mjs", "THIRD-PARTY-LICENSES.txt"]) {
    for (const path of [root, homedir()]) assert.ok(!read(file).includes(`${path}/`), `${path} in ${file}`);
  }
});

test("the licenses of the bundled packages are beside the bundle", () => {
  const [, ...sections] = read("THIRD-PARTY-LICENSES.txt").split(`\n${"-".repeat(80)}\n\n`);
  const names = sections.map((section) => section.slice(0, section.indexOf(" ")));
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), "@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf"]) {
    assert.ok(names.includes(name), name);
  }
  const headings = sections.map((section) => section.split("\n", 1)[0]);
  assert.deepEqual([...new Set(headings)], headings);
  for (const section of sections) assert.match(section, /^\S+ \d+\.\d+\.\d+\S* \(.+\)\n\n\S/);
});
