import assert from "node:assert/strict";
import { test } from "node:test";
import { same } from "../../../../provider/resources/values/same.ts";
import { holdsUnknown, unknownValue } from "../../../../provider/resources/values/unknown-value.ts";

test("an absent property equals one that is undefined, at any depth", () => {
  assert.equal(same({ a: [{ b: undefined, c: 1 }] }, { a: [{ c: 1 }] }), true);
  assert.equal(same(undefined, undefined), true);
  assert.equal(same({ a: null }, {}), false);
  assert.equal(same([1, 2], [2, 1]), false);
});

test("finds an unknown value at any depth", () => {
  assert.equal(holdsUnknown(unknownValue), true);
  assert.equal(holdsUnknown({ a: [{ b: unknownValue }] }), true);
  assert.equal(holdsUnknown({ a: [{ b: null }], c: "x" }), false);
});
