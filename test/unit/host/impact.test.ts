import assert from "node:assert/strict";
import { test } from "node:test";
import { tellImpact } from "../../../provider/host/impact.ts";
import type { Impact, Kind, Row } from "../../../provider/resources/resource.ts";

function told(...rows: readonly Row[]): string[] {
  const lines: string[] = [];
  const fail = () => assert.fail("an impact is neither a warning nor a passing status");
  tellImpact(rows, { info: (line) => lines.push(line), warn: fail, status: fail });
  return lines;
}

const row = (kind: Kind, impact: Impact): Row => ({ path: "volume.size", kind, impact, reason: "grows" });

const says: Readonly<Record<Impact, string>> = {
  none: "without interruption",
  restart: "the database is restarted",
  offline: "the database is down meanwhile",
  dataLoss: "data is lost",
};

for (const [impact, text] of Object.entries(says) as [Impact, string][]) {
  test(`a preview says of a change with the impact ${impact}: ${text}`, () => {
    assert.deepEqual(told(row("update", impact)), [`volume.size: grows (update: ${text})`]);
    assert.deepEqual(told(row("replace", impact)), [`volume.size: grows (replace: ${text})`]);
  });
}

test("what is only noted in state, and what is refused, is not told as a change", () => {
  assert.deepEqual(told(row("record", "none"), row("refuse", "dataLoss")), []);
});

test("each change has a line of its own, in the order of the rows", () => {
  const flavor: Row = { path: "flavor", kind: "update", impact: "offline", reason: "the instance is resized" };
  assert.deepEqual(told(flavor, row("update", "none")), [
    "flavor: the instance is resized (update: the database is down meanwhile)",
    "volume.size: grows (update: without interruption)",
  ]);
});
