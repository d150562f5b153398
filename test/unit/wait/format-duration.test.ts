import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration } from "../../../provider/wait/format-duration.ts";

test("formats an infinite duration as unlimited", () => {
  assert.equal(formatDuration(Number.POSITIVE_INFINITY), "unlimited time");
});

test("formats a duration in its two largest units", () => {
  const told = [0, 400, 1000, 59_400, 59_600, 60_000, 3_492_000, 3_600_000, 3_720_000, 3_605_000, 90_061_000].map(
    formatDuration,
  );
  assert.deepEqual(told, [
    "0 s",
    "0.4 s",
    "1 s",
    "59 s",
    "1 m",
    "1 m",
    "58 m 12 s",
    "1 h",
    "1 h 2 m",
    "1 h",
    "25 h 1 m",
  ]);
});
