import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/root.ts";
import { testGroups } from "../../../scripts/test-groups.ts";

/** The files that a test file loads, itself included. Imports of types are erased, so they load nothing. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const path of importsOf(textOf(file))) loadedBy(join(dirname(file), path), seen);
  return seen;
}

function importsOf(text: string): string[] {
  const imports = /^(?:import|export) (?!type )[^;]*?"(\.[^"]+\.(?:ts|mjs))";$|\bawait import\("(\.[^"]+)"\)/gm;
  return [...text.matchAll(imports)].flatMap(([, fixed, dynamic]) => fixed ?? dynamic ?? []);
}

const texts = new Map<string, string>();

function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(join(root, file), "utf8");
  texts.set(file, text);
  return text;
}

/** Whether a file imports the package by its name, which is its build, or has another program do so. */
function loadsBuild(file: string): boolean {
  return /(?<!^import type .*)\b(?:from |import\(|require\()"pulumi-trove[/"]/m.test(textOf(file));
}

const loaded = new Map(
  testGroups.map((group) => [group, new Set(group.files.flatMap((file) => [...loadedBy(file)]))] as const),
);

test("the imports of test files are followed into the sources", () => {
  const [unit] = testGroups;
  assert.ok(unit && loaded.get(unit)?.has("bench/scenarios/up.ts"));
});

for (const [group, files] of loaded) {
  test(`the group ${group.name} declares the build that its files load`, () => {
    const needingBuild = [...files].filter(loadsBuild);
    assert.ok(group.needsBuild || needingBuild.length === 0, `needsBuild, for ${needingBuild.join(", ")}`);
  });
}
