import assert from "node:assert/strict";
import { test } from "node:test";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { CheckedInputs } from "../../../../provider/service/diff/checked-inputs.ts";

const metadata = { urn: "urn:x", customTimeouts: { create: "5m" } };

test("recognizes checked inputs in any order of their keys", () => {
  const checked = new CheckedInputs();
  checked.add({
    inputs: { a: 1, users: { "a@%": { password: "x", databases: ["b", "c"] } }, none: undefined },
    metadata: { ...metadata, defaultName: undefined },
  });
  const inputs = { users: { "a@%": { databases: ["b", "c"], password: "x" } }, a: 1 };
  assert.equal(checked.has({ metadata, inputs }), true);
});

test("does not recognize inputs that differ anywhere", () => {
  const checked = new CheckedInputs();
  checked.add({ inputs: { a: 1, list: ["b", "c"], deep: { x: null } }, metadata });
  for (const inputs of [
    { a: 2, list: ["b", "c"], deep: { x: null } },
    { a: 1, list: ["c", "b"], deep: { x: null } },
    { a: 1, list: ["b", "c"], deep: {} },
    { a: 1, list: ["b", "c"], deep: { x: null }, more: true },
    { a: 1, list: ["b", "c"], deep: { x: null }, more: unknownValue },
    {},
  ]) {
    assert.equal(checked.has({ inputs, metadata }), false, JSON.stringify(inputs));
  }
});

test("does not recognize the same inputs with other metadata", () => {
  const checked = new CheckedInputs();
  checked.add({ inputs: { a: 1 }, metadata });
  assert.equal(checked.has({ inputs: { a: 1 }, metadata: { ...metadata, secretPaths: [["a"]] } }), false);
});
