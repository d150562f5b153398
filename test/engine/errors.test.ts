import assert from "node:assert/strict";
import { test } from "node:test";
import { codesWithoutClass, documentedCodes, errorClasses } from "../support/error-codes.ts";
import { changes } from "./errors/changes.ts";
import { creates } from "./errors/creates.ts";
import { deletes } from "./errors/deletes.ts";
import { ambiguousLookup, backups, cancelled, children, configurationGroups, lookup } from "./errors/elsewhere.ts";
import { programs } from "./errors/programs.ts";
import type { Row } from "./errors/row.ts";
import { ways } from "./errors/ways.ts";

test("every error code has a row that provokes it, and no row has another code", () => {
  const others = [configurationGroups, backups, children].flatMap((kind) => Object.values<Row>(kind));
  const elsewhere = [lookup, ambiguousLookup, cancelled, ...others];
  const rows = [...creates, ...changes, ...deletes, ...ways, ...elsewhere, ...programs];
  const provoked = [...new Set(rows.map(({ code }) => code))].sort();
  assert.deepEqual(provoked, documentedCodes().sort());
  assert.deepEqual(provoked, [...errorClasses().map(({ code }) => code), ...codesWithoutClass].sort());
});
