import assert from "node:assert/strict";
import { test } from "node:test";
import { fromWire, toWire } from "../../../../provider/hosts/encoding/wire.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const values: readonly (readonly [title: string, value: object, onTheWire: object])[] = [
  [
    "plain JSON",
    { a: 1, b: "x", c: true, d: null, e: [1, { f: 2 }] },
    { a: 1, b: "x", c: true, d: null, e: [1, { f: 2 }] },
  ],
  ["an undefined property", { a: undefined, b: { c: undefined } }, { b: {} }],
  ["an undefined item", { a: [1, undefined, 2] }, { a: [1, null, 2] }],
  ["functions and symbols", { a: () => 1, b: Symbol("b"), c: [() => 1] }, { c: [null] }],
  ["numbers that JSON lacks", { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: 5n }, { a: null, b: null, c: "5" }],
  ["a date", { a: new Date(0) }, { a: "1970-01-01T00:00:00.000Z" }],
  ["a set and a map", { a: new Set([1, undefined]), b: new Map([["x", 1]]) }, { a: [1, null], b: { x: 1 } }],
  [
    "an instance of a class",
    {
      a: new (class {
        x = 1;
      })(),
    },
    { a: { x: 1 } },
  ],
  [
    "unknown values",
    { a: unknownValue, b: [unknownValue], c: { d: unknownValue } },
    { a: UNKNOWN, b: [UNKNOWN], c: { d: UNKNOWN } },
  ],
];

for (const [title, value, onTheWire] of values) {
  test(`encodes ${title} as plain JSON`, () => {
    assert.deepEqual(toWire(value), onTheWire);
    assert.deepEqual(JSON.parse(JSON.stringify(toWire(value))), onTheWire);
  });
}

test("encodes a copy that is not frozen", () => {
  const value = Object.freeze({ a: Object.freeze({ b: Object.freeze([1]) }) });
  const wire = toWire(value) as { a: { b: number[] } };
  assert.ok(!Object.isFrozen(wire) && !Object.isFrozen(wire.a) && !Object.isFrozen(wire.a.b));
  wire.a.b.push(2);
  assert.deepEqual(value, { a: { b: [1] } });
});

test("decodes unknown values, at any depth", () => {
  const value = { a: unknownValue, b: [1, unknownValue], c: { d: { e: unknownValue } }, f: null };
  assert.deepEqual(fromWire(toWire(value)), value);
});
