import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areReportedAs,
  currentValues,
  type DeclaredValue,
  isSameValue,
  revisionOf,
} from "../../../../provider/resources/configuration-groups/values.ts";
import type { ConfigurationValue } from "../../../../provider/trove/types.ts";

const LARGE = "18446744073709551615";

const comparisons: readonly (readonly [DeclaredValue, ConfigurationValue, boolean])[] = [
  [1, 1, true],
  ["1", 1, true],
  ["1.50", 1.5, true],
  ["1e3", 1000, true],
  [60, "60", true],
  ["true", true, true],
  [LARGE, BigInt(LARGE), true],
  ["18446744073709551614", BigInt(LARGE), false],
  ["1", 2, false],
  [1, true, false],
  [0, false, false],
  ["010", "10", false],
  ["1.0", "1", false],
  ["utf8", "UTF8", false],
];

for (const [declared, reported, isSame] of comparisons) {
  const verb = isSame ? "equals" : "differs from";
  test(`declared ${typeof declared} ${declared} ${verb} reported ${typeof reported} ${reported}`, () => {
    assert.equal(isSameValue(declared, reported), isSame);
    assert.equal(areReportedAs({ value: declared }, { value: reported }), isSame);
  });
}

test("a read keeps the program's form of a value that is the same", () => {
  const declared = { max_connections: "100", long_query_time: "1.50", wait_timeout: 60 };
  const reported = { max_connections: 100, long_query_time: 1.5, wait_timeout: 70 };
  assert.deepEqual(currentValues(declared, reported), { ...declared, wait_timeout: 70 });
});

test("a read shows what was added and removed outside the program", () => {
  assert.deepEqual(currentValues({ wait_timeout: 60 }, { sync_binlog: 1 }), { sync_binlog: 1 });
  assert.equal(areReportedAs({ wait_timeout: 60 }, {}), false);
  assert.equal(areReportedAs({}, { wait_timeout: 60 }), false);
});

test("a read shows an integer that no number holds as its digits", () => {
  assert.deepEqual(currentValues({}, { sort_buffer_size: BigInt(LARGE) }), { sort_buffer_size: LARGE });
});

test("a masked value counts as the one that was set last", () => {
  const reported = { innodb_ft_max_token_size: "***", archive_command: "cp --password=*** %p" };
  const declared = { innodb_ft_max_token_size: 20, archive_command: "cp --password=a.b %p" };
  assert.deepEqual(currentValues(declared, reported), declared);
  assert.ok(areReportedAs(declared, reported));
});

test("a value that is masked in part still shows a change of the rest", () => {
  const reported = { archive_command: "mv --password=*** %p" };
  const declared = { archive_command: "cp --password=a.b %p" };
  assert.deepEqual(currentValues(declared, reported), reported);
});

test("a masked value that no program has declared stays masked", () => {
  assert.deepEqual(currentValues({}, { innodb_ft_max_token_size: "***" }), { innodb_ft_max_token_size: "***" });
});

test("the revision depends on the values, and not on their order", () => {
  const revision = revisionOf({ a: 1, b: "x" }, {});
  assert.match(revision, /^[0-9a-f]{16}$/);
  assert.equal(revisionOf({ b: "x", a: 1 }, {}), revision);
  const others = [{ a: 2, b: "x" }, { a: 1 }, { a: 1, b: "y" }, { a: "1", b: "x" }, { a: 1, B: "x" }];
  const revisions = others.map((values) => revisionOf({ ...values }, {}));
  assert.equal(new Set([revision, ...revisions]).size, others.length + 1);
});

test("the revision takes a masked value from what was set last, in any form", () => {
  const reported = { innodb_ft_max_token_size: "***" };
  const revision = revisionOf(reported, { innodb_ft_max_token_size: 20 });
  assert.equal(revisionOf(reported, { innodb_ft_max_token_size: "20" }), revision);
  assert.notEqual(revisionOf(reported, { innodb_ft_max_token_size: 30 }), revision);
});
