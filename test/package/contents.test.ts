import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/root.ts";
import { stagePackage } from "../../scripts/stage-package.ts";
import { packedFiles } from "./installed-program.ts";

const kinds = [
  /^dist\/(sdk|provider)\/.+\.(js|d\.ts)$/,
  /^plugin\/(pulumi-resource-trove(\.cmd)?|start\.cjs|main\.cjs|schema\.json)$/,
  /^plugin\/THIRD-PARTY-LICENSES\.txt$/,
  /^docs\/.+\.md$/,
  /^examples\/\w+\/(\w+\.(ts|py|go)|go\.mod|Pulumi\.yaml)$/,
  /^(README\.md|CHANGELOG\.md|LICENSE|package\.json|etc\/client\.api\.md)$/,
];
const needed = [
  "dist/sdk/index.js",
  "dist/sdk/index.d.ts",
  "dist/sdk/plugin.js",
  "dist/provider/index.js",
  "plugin/pulumi-resource-trove",
  "plugin/pulumi-resource-trove.cmd",
  "plugin/main.cjs",
  "plugin/schema.json",
  "plugin/THIRD-PARTY-LICENSES.txt",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
];

test("the package contains the compiled code, the plugin, docs and examples, and nothing else", async () => {
  const files = await packedFiles();
  assert.deepEqual(
    files.filter((file) => !kinds.some((kind) => kind.test(file))),
    [],
  );
  for (const file of needed) assert.ok(files.includes(file), `${file} is packed`);
});

test("the published package.json says nothing about the repository", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-trove-package-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const manifest = JSON.parse(readFileSync(join(await stagePackage(folder), "package.json"), "utf8"));
  const own = ["workspaces", "scripts", "devDependencies", "private"];
  assert.deepEqual(
    own.filter((key) => key in manifest),
    [],
  );
  const { name, version, exports, dependencies } = JSON.parse(read("package.json"));
  assert.deepEqual([manifest.name, manifest.version], [name, version]);
  assert.deepEqual([manifest.exports, manifest.dependencies], [exports, dependencies]);
});

test("every link in the packed documentation leads to a packed file and heading", async () => {
  const files = await packedFiles();
  const broken = files.filter((file) => file.endsWith(".md")).flatMap((file) => brokenLinks(file, files));
  assert.deepEqual(broken, []);
});

function brokenLinks(page: string, files: readonly string[]): readonly string[] {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  return links.flatMap(([link, to = "", heading]) => {
    const target = to === "" ? page : posix.join(posix.dirname(page), to);
    const isFolder = files.some((file) => file.startsWith(`${target}/`));
    if (!isFolder && !files.includes(target)) return [`${page}: ${link} is not packed`];
    return heading === undefined || anchors(target).includes(heading) ? [] : [`${page}: ${link} is no heading`];
  });
}

/** The anchor of a heading. */
function anchors(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
