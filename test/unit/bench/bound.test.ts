import assert from "node:assert/strict";
import { test } from "node:test";
import { describeBound, isMet } from "../../../bench/bound.ts";

test("a bound is held up to its greatest figure", () => {
  assert.equal(isMet({ what: "requests", figure: 8, most: 8 }), true);
  assert.equal(isMet({ what: "requests", figure: 9, most: 8 }), false);
  assert.equal(describeBound({ what: "ratio", figure: 1.15004, most: 1.15 }), "ratio 1.15, bound 1.15 - missed");
});

test("what could not be measured holds no bound", () => {
  const unknown = { what: "memory", figure: Number.NaN, most: 1.5 };
  assert.equal(isMet(unknown), false);
  assert.equal(describeBound(unknown), "memory not measured, bound 1.5 - missed");
});
