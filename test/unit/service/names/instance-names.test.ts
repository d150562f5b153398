import assert from "node:assert/strict";
import { test } from "node:test";
import { InstanceNames } from "../../../../provider/service/names/instance-names.ts";

const ID = "c4277048-1b2c-4d3e-8f90-a1b2c3d4e5f6";
const OTHER = "5a2d7048-1b2c-4d3e-8f90-a1b2c3d4e5f6";

const texts: readonly (readonly [title: string, text: string, expected: string])[] = [
  ["before its id", `Reading instance ${ID} failed`, `Reading instance "db" (${ID}) failed`],
  ["at the beginning of a sentence", `Instance ${ID} is kept.`, `Instance "db" (${ID}) is kept.`],
  ["after the path of an argument", `adoptId: instance ${ID} is gone`, `adoptId: instance "db" (${ID}) is gone`],
  ["after a comma", `Name its source, ${ID}, instead`, `Name its source, "db" (${ID}), instead`],
  ["to each of several ids", `replica ${ID}, replica ${ID}`, `replica "db" (${ID}), replica "db" (${ID})`],
  ["only once", `instance "db" (${ID})`, `instance "db" (${ID})`],
  ["only if the name is known", `instance ${OTHER}`, `instance ${OTHER}`],
  ["but not in a path", `GET /instances/${ID}`, `GET /instances/${ID}`],
  [
    "but not in an answer of Trove",
    `Resizing instance ${ID} failed: Trove answered 422 unprocessableEntity: Instance ${ID} is busy`,
    `Resizing instance "db" (${ID}) failed: Trove answered 422 unprocessableEntity: Instance ${ID} is busy`,
  ],
  ["but not in a fault", `Trove says: No server for instance ${ID}`, `Trove says: No server for instance ${ID}`],
];

for (const [title, text, expected] of texts) {
  test(`adds the name of an instance ${title}`, () => {
    const names = new InstanceNames();
    names.learn(ID, "db");
    assert.equal(names.addTo(text), expected);
  });
}

test("adds the latest name of an instance that was renamed", () => {
  const names = new InstanceNames();
  names.learn(ID, "old");
  names.learn(ID, "new $& name");
  names.learn(ID, undefined);
  assert.equal(names.addTo(`instance ${ID}`), `instance "new $& name" (${ID})`);
});
