import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bookkeeping as ofConfiguration } from "../../../provider/resources/configuration/state.ts";
import { bookkeeping as ofInstance } from "../../../provider/resources/instance/state.ts";
import { toStoredKeys } from "../../../provider/resources/managed-state.ts";
import { root } from "../../../scripts/root.ts";

test("docs/architecture.md explains every key of a state's bookkeeping", () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\w+)` +\|/gm)].map(([, key, name]) => [key, name]);
  const names = [...new Set([...ofInstance, ...ofConfiguration])];
  const expected = names.map((name) => [Object.keys(toStoredKeys({ [name]: true }))[0], name]);
  assert.deepEqual(rows.sort(), expected.sort());
});
