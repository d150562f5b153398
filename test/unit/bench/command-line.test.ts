import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../../bench/command-line.ts";
import { scenarios } from "../../../bench/scenarios.ts";

const chosen = (...argv: string[]) => parseCommandLine(argv, scenarios).chosen.map(({ name }) => name);

test("without names, all that is run by default on that cloud is chosen", () => {
  assert.ok(chosen().includes("up-500"));
  assert.ok(!chosen().includes("refresh-500"));
  assert.ok(!chosen("--cloud", "real").includes("up-500"));
});

test("names choose, in their order", () => {
  assert.deepEqual(chosen("refresh-100", "up-1"), ["refresh-100", "up-1"]);
});

test("refuses an unknown scenario, cloud or combination", () => {
  assert.throws(() => chosen("up-2"), /Unknown scenario "up-2".*up-1, up-20/);
  assert.throws(() => chosen("--cloud", "fake"), /simulator or real, not "fake"/);
  assert.throws(() => chosen("up-500", "--cloud", "real"), /"up-500" does not run with --cloud real/);
});
