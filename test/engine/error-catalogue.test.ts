import assert from "node:assert/strict";
import { test } from "node:test";
import { codesWithoutClass, documentedCodes, errorClasses } from "../support/error-codes.ts";
import { changes } from "./catalogue/changes.ts";
import { creates } from "./catalogue/creates.ts";
import { deletes } from "./catalogue/deletes.ts";
import { cancelled, lookup } from "./catalogue/elsewhere.ts";
import { programs } from "./catalogue/programs.ts";
import { ways } from "./catalogue/ways.ts";

test("every error code has a row that provokes it, and no row has another code", () => {
  const rows = [...creates, ...changes, ...deletes, ...ways, lookup, cancelled, ...programs];
  const provoked = [...new Set(rows.map(({ code }) => code))].sort();
  assert.deepEqual(provoked, documentedCodes().sort());
  assert.deepEqual(provoked, [...errorClasses().map(({ code }) => code), ...codesWithoutClass].sort());
});
