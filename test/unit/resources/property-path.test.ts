import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { argumentOf, formatPath, parsePath } from "../../../provider/resources/property-path.ts";

const paths: readonly (readonly [path: PropertyKey[], text: string])[] = [
  [["name"], "name"],
  [["volume", "size"], "volume.size"],
  [["access", "allowedCidrs", 0], "access.allowedCidrs[0]"],
  [["users", "app@%", "databases", 1], 'users["app@%"].databases[1]'],
  [["databases", 'with "quotes"'], 'databases["with \\"quotes\\""]'],
];

for (const [path, text] of paths) {
  test(`formats ${text} as a program would write it`, () => {
    assert.equal(formatPath(path), text);
  });

  test(`finds the argument that ${text} belongs to`, () => {
    assert.equal(argumentOf(text), path[0]);
  });
}

test("parses every path that it formats", () => {
  const step = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("app@%", "a.b", "[0]", '"', "\\", ""), fc.nat());
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const path = ["users", ...steps];
      assert.deepEqual(parsePath(formatPath(path)), path);
    }),
  );
});
