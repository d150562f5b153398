import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChangeKind, Impact, PropertyChange } from "../../../../provider/resources/resource.ts";
import { logChanges } from "../../../../provider/service/diff/change-lines.ts";

function linesOf(...changes: readonly PropertyChange[]): string[] {
  return linesWithSecrets(changes, []);
}

function linesWithSecrets(changes: readonly PropertyChange[], secretPaths: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  const fail = () => assert.fail("an impact is neither a warning nor a status");
  const log = { info: (line: string) => lines.push(line), warn: fail, status: fail };
  logChanges(changes, log, { noun: "instance", secretPaths });
  return lines;
}

const row = (kind: ChangeKind, impact: Impact): PropertyChange => ({
  path: "volume.size",
  kind,
  impact,
  reason: "grows",
});

const texts: Readonly<Record<Impact, string>> = {
  none: "without interruption",
  possibleRestart: "the database is restarted if Trove requires it",
  restart: "the database is restarted",
  offline: "the database is down meanwhile",
  dataLoss: "data is lost",
};

for (const [impact, text] of Object.entries(texts) as [Impact, string][]) {
  test(`a preview describes ${impact} as "${text}"`, () => {
    assert.deepEqual(linesOf(row("update", impact)), [`volume.size: grows, ${text}`]);
    const replaced = impact === "none" ? "the instance is replaced" : `the instance is replaced, ${text}`;
    assert.deepEqual(linesOf(row("replace", impact)), [`volume.size: grows, ${replaced}`]);
  });
}

test("shows no line for a change of the state alone, nor for a refused one", () => {
  assert.deepEqual(linesOf(row("stateOnly", "none"), row("refuse", "dataLoss")), []);
});

test("shows each change on a line of its own, in order", () => {
  const flavor: PropertyChange = {
    path: "flavor",
    kind: "update",
    impact: "offline",
    reason: "the instance is resized",
  };
  assert.deepEqual(linesOf(flavor, row("update", "none")), [
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

test("shows the values before and after a change, with its impact", () => {
  assert.deepEqual(linesOf(change("flavor", "m1.small", "m1.large")), [
    "flavor: m1.small → m1.large, the database is down meanwhile",
  ]);
});

test("shows only the new value if the old one is unknown", () => {
  assert.deepEqual(linesOf(change("access", undefined, "{ isPublic: false }")), [
    "access: set to { isPublic: false }, the database is down meanwhile",
  ]);
});

test("shows the note of a change after its impact", () => {
  const noted: PropertyChange = { ...row("update", "none"), note: "and more" };
  assert.deepEqual(linesOf(noted), ["volume.size: grows, without interruption; and more"]);
});

for (const [title, path, secret] of [
  ["a secret argument", "flavor", ["flavor"]],
  ["part of a secret argument", "volume.size", ["volume"]],
  ["an argument that is partly secret", "access", ["access", "allowedCidrs"]],
  ["the grants of a user", 'users["app@%"].databases', ["users", "app@%", "databases"]],
  ["the grants if all users are secret", 'users["app@%"].databases', ["users"]],
] as const) {
  test(`shows no value of ${title}`, () => {
    const shown = [`${path}: changes, the database is down meanwhile`];
    assert.deepEqual(linesWithSecrets([change(path, "one", "two")], [["other"], secret]), shown);
  });
}

test("a secret argument hides no other, even if its name starts the same", () => {
  const secretPaths = [["users", "app"], ["flavor"]];
  const changes = [change("flavorless", "a", "b"), change('users["app@%"].databases', "c", "d")];
  assert.deepEqual(linesWithSecrets(changes, secretPaths), [
    "flavorless: a → b, the database is down meanwhile",
    'users["app@%"].databases: c → d, the database is down meanwhile',
  ]);
});
