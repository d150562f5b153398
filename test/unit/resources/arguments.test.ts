import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPath } from "../../../provider/resources/arguments.ts";
import { same } from "../../../provider/resources/values/same.ts";
import { holdsUnknown, unknownValue } from "../../../provider/resources/values/unknown-value.ts";

const paths: readonly (readonly [path: PropertyKey[], text: string])[] = [
  [["name"], "name"],
  [["volume", "size"], "volume.size"],
  [["access", "allowedCidrs", 0], "access.allowedCidrs[0]"],
  [["users", "app@%", "databases", 1], 'users["app@%"].databases[1]'],
  [["databases", 'with "quotes"'], 'databases["with \\"quotes\\""]'],
];

for (const [path, text] of paths) {
  test(`a program would write ${text}`, () => {
    assert.equal(formatPath(path), text);
  });
}

test("an absent property and one that is undefined mean the same, at any depth", () => {
  assert.equal(same({ a: [{ b: undefined, c: 1 }] }, { a: [{ c: 1 }] }), true);
  assert.equal(same(undefined, undefined), true);
  assert.equal(same({ a: null }, {}), false);
  assert.equal(same([1, 2], [2, 1]), false);
});

test("an unknown value is found at any depth", () => {
  assert.equal(holdsUnknown(unknownValue), true);
  assert.equal(holdsUnknown({ a: [{ b: unknownValue }] }), true);
  assert.equal(holdsUnknown({ a: [{ b: null }], c: "x" }), false);
});
