import assert from "node:assert/strict";
import { test } from "node:test";
import { CheckedInputs } from "../../../provider/service/checked-inputs.ts";

test("inputs that were checked are known again, in whatever order and with the provider's text", () => {
  const checked = new CheckedInputs();
  checked.add({ a: 1, users: { "a@%": { password: "x", databases: ["b", "c"] } } });
  const again = { users: { "a@%": { databases: ["b", "c"], password: "x" } }, __provider: "text", a: 1 };
  assert.equal(checked.has(again), true);
});

test("inputs that differ anywhere are not known", () => {
  const checked = new CheckedInputs();
  checked.add({ a: 1, list: ["b", "c"], deep: { x: null } });
  for (const other of [
    { a: 2, list: ["b", "c"], deep: { x: null } },
    { a: 1, list: ["c", "b"], deep: { x: null } },
    { a: 1, list: ["b", "c"], deep: {} },
    { a: 1, list: ["b", "c"], deep: { x: null }, more: true },
    {},
  ]) {
    assert.equal(checked.has(other), false, JSON.stringify(other));
  }
});
