import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Coverage, coverage, simulatedDatastores } from "../../engine/coverage.ts";
import { type DatastoreType, datastores, hasContents } from "../../support/datastores.ts";
import { type Difference, differences } from "../../support/differences.ts";
import { type TroveRelease, trovePythons } from "../../support/trove-releases.ts";

const root = join(import.meta.dirname, "../../..");
const entries: readonly (readonly [string, Difference])[] = Object.entries(differences);
const covered: readonly (readonly [string, Coverage])[] = Object.entries(coverage);
const all = Object.values(datastores);
const releases = Object.keys(trovePythons).map(Number) as TroveRelease[];

/** The cells of the table below a heading, row by row, with its head. */
function tableBelow(heading: string): string[][] {
  const page = readFileSync(join(root, "docs/compatibility.md"), "utf8");
  const [, below = ""] = page.split(`## ${heading}\n`);
  const [section = ""] = below.split("\n## ");
  const [head = [], , ...rows] = section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((row) =>
      row
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  return [head, ...rows];
}

test("docs/compatibility.md has a row for each datastore, with what each release handles", () => {
  const [head, ...rows] = tableBelow("What is tested");
  assert.deepEqual(head, ["", ...releases.map((release) => `Trove ${release}`)]);
  const names = all.map(({ title }) => title);
  const handled = (release: TroveRelease, type: DatastoreType) =>
    hasContents(release, type)
      ? "instances, databases, users, grants"
      : "instances; databases and users of the create request alone";
  assert.deepEqual(
    rows.filter(([what = ""]) => names.some((name) => what.startsWith(name))),
    all.map(({ type, title, versions }) => [
      `${title} ${versions.join(", ")}`,
      ...releases.map((release) => handled(release, type)),
    ]),
  );
});

test("docs/compatibility.md has a row for all that the engine's tests run on each cloud", () => {
  const [head, ...rows] = tableBelow("What runs in Pulumi's engine");
  assert.deepEqual(head, [
    "what",
    ...releases.map((release) => `simulator as ${release}`),
    ...releases.map((release) => `Trove ${release}`),
  ]);
  const titles = (types: readonly DatastoreType[]) => types.map((type) => datastores[type].title).join(", ");
  const expected = covered.map(([, one]) => [
    one.what,
    ...releases.map((release) => titles(simulatedDatastores(one, release))),
    ...releases.map((release) => titles([one.real[release]])),
  ]);
  assert.deepEqual(rows, expected);
});

test("the engine's tests run every datastore on each real Trove", () => {
  for (const release of releases) {
    const types = covered.map(([, { real }]) => real[release]);
    assert.deepEqual(new Set(types), new Set(all.map(({ type }) => type)), `Trove ${release}`);
  }
});

test("each row of what the engine's tests run has a test that names it", () => {
  const files = globSync("test/engine/*.test.ts", { cwd: root });
  const sources = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
  const named = new Set([...sources.matchAll(/onClouds\([^;]*?coverage\.(\w+)/g)].map(([, name]) => name));
  assert.deepEqual(named, new Set(covered.map(([name]) => name)));
});

test("docs/compatibility.md has a row for each difference that is tested, and no other", () => {
  const [, ...rows] = tableBelow("What differs");
  const expected = entries.map(([, one]) => [one.since ?? "", one.what, one[18], one[26]]);
  assert.deepEqual(rows, expected);
});

test("each difference between the releases has a contract test that names it", () => {
  const files = globSync("test/contract/*.test.ts", { cwd: root });
  const sources = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
  // The words of the schema are shared by all that expect them.
  const named = `${sources}${sources.includes("TOO_SHORT") ? '"schema-words"' : ""}`;
  const untested = entries.map(([name]) => name).filter((name) => !named.includes(`"${name}"`));
  assert.deepEqual(untested, []);
});
