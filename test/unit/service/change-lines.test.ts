import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hidden } from "../../../provider/hosts/dynamic/hidden-inputs.ts";
import type { ChangeKind, Impact, PropertyChange } from "../../../provider/resources/resource.ts";
import { logChanges } from "../../../provider/service/change-lines.ts";

function told(...rows: readonly PropertyChange[]): string[] {
  return toldOf(rows);
}

function toldOf(rows: readonly PropertyChange[], ...hidden: readonly Hidden[]): string[] {
  const lines: string[] = [];
  const fail = () => assert.fail("an impact is neither a warning nor a passing status");
  logChanges(rows, { info: (line) => lines.push(line), warn: fail, status: fail }, ...hidden);
  return lines;
}

const row = (kind: ChangeKind, impact: Impact): PropertyChange => ({
  path: "volume.size",
  kind,
  impact,
  reason: "grows",
});

const says: Readonly<Record<Impact, string>> = {
  none: "without interruption",
  possibleRestart: "the database is restarted if Trove requires it",
  restart: "the database is restarted",
  offline: "the database is down meanwhile",
  dataLoss: "data is lost",
};

for (const [impact, text] of Object.entries(says) as [Impact, string][]) {
  test(`a preview says of a change with the impact ${impact}: ${text}`, () => {
    assert.deepEqual(told(row("update", impact)), [`volume.size: grows, ${text}`]);
    const replaced = impact === "none" ? "the instance is replaced" : `the instance is replaced, ${text}`;
    assert.deepEqual(told(row("replace", impact)), [`volume.size: grows, ${replaced}`]);
  });
}

test("what is only noted in state, and what is refused, is not told as a change", () => {
  assert.deepEqual(told(row("stateOnly", "none"), row("refuse", "dataLoss")), []);
});

test("each change has a line of its own, in the order of the rows", () => {
  const flavor: PropertyChange = {
    path: "flavor",
    kind: "update",
    impact: "offline",
    reason: "the instance is resized",
  };
  assert.deepEqual(told(flavor, row("update", "none")), [
    "flavor: the instance is resized, the database is down meanwhile",
    "volume.size: grows, without interruption",
  ]);
});

const change = (path: string, before: string | undefined, after: string): PropertyChange => ({
  path,
  kind: "update",
  impact: "offline",
  reason: "is changed",
  before,
  after,
});

test("shows a change from what to what, with its impact", () => {
  assert.deepEqual(told(change("flavor", "m1.small", "m1.large")), [
    "flavor: m1.small → m1.large, the database is down meanwhile",
  ]);
});

test("shows the new value alone where the one before is not known", () => {
  assert.deepEqual(told(change("access", undefined, "{ isPublic: false }")), [
    "access: set to { isPublic: false }, the database is down meanwhile",
  ]);
});

test("shows after the impact what else a change means", () => {
  const noted: PropertyChange = { ...row("update", "none"), note: "and more" };
  assert.deepEqual(told(noted), ["volume.size: grows, without interruption; and more"]);
});

for (const [title, path, secret] of [
  ["a secret argument", "flavor", ["flavor"]],
  ["a part of a secret argument", "volume.size", ["volume"]],
  ["an argument of which a part is secret", "access", ["access", "allowedCidrs"]],
  ["the grants of a user", 'users["app@%"].databases', ["users", "app@%", "databases"]],
  ["the grants where all users are secret", 'users["app@%"].databases', ["users"]],
] as const) {
  test(`shows no value of ${title}`, () => {
    const shown = [`${path}: changes, the database is down meanwhile`];
    assert.deepEqual(toldOf([change(path, "one", "two")], { __secrets: [secret] }), shown);
    // What was secret before is in the state's part alone.
    assert.deepEqual(toldOf([change(path, "one", "two")], { __secrets: [secret] }, {}), shown);
    assert.deepEqual(toldOf([change(path, "one", "two")], {}, { __secrets: [secret] }), shown);
  });
}

test("a secret argument hides no other, not even one whose name begins like it", () => {
  const hidden: Hidden = { __secrets: [["users", "app"], ["flavor"]] };
  assert.deepEqual(toldOf([change("flavorless", "a", "b"), change('users["app@%"].databases', "c", "d")], hidden), [
    "flavorless: a → b, the database is down meanwhile",
    'users["app@%"].databases: c → d, the database is down meanwhile',
  ]);
});
