import assert from "node:assert/strict";
import { test } from "node:test";
import { detailedDiff } from "../../../../provider/hosts/plugin/detailed-diff.ts";
import type { PropertyChange } from "../../../../provider/resources/resource.ts";

const change = (path: string, kind: PropertyChange["kind"] = "update"): PropertyChange => ({
  path,
  kind,
  impact: "none",
  reason: "is changed",
});

const COMPARED = {
  arguments: ["name", "users", "volume", "network"],
  before: {
    name: "old",
    users: { "app@%": { password: "p" }, "old@%": {} },
    volume: { size: 1 },
    network: null,
    status: "ERROR",
  },
  after: { name: "new", users: { "app@%": { password: "q" }, "new@%": {} }, network: { networkId: "n" } },
};

const kinds: readonly (readonly [path: string, kind: PropertyChange["kind"], expected: string])[] = [
  ["name", "update", "UPDATE"],
  ["name", "stateOnly", "UPDATE"],
  ["name", "replace", "UPDATE_REPLACE"],
  ['users["app@%"].password', "update", "UPDATE"],
  ['users["new@%"]', "update", "ADD"],
  ['users["old@%"]', "update", "DELETE"],
  ["network", "replace", "ADD_REPLACE"],
  ["network.networkId", "update", "ADD"],
  ["volume", "replace", "DELETE_REPLACE"],
];

for (const [path, kind, expected] of kinds) {
  test(`shows ${kind} of ${path} as ${expected}`, () => {
    assert.deepEqual([...detailedDiff([change(path, kind)], COMPARED)], [[path, expected]]);
  });
}

test("shows no path that is not in the program", () => {
  const changes = [change("status", "replace"), change("customTimeouts", "stateOnly"), change("outputs")];
  assert.deepEqual([...detailedDiff(changes, COMPARED)], []);
});
