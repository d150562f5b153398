import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRetryAfter } from "../../../../provider/http/exchange/retry-after.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

test("Retry-After is read in seconds and as an HTTP date", () => {
  assert.equal(parseRetryAfter("20", now), 20_000);
  assert.equal(parseRetryAfter(" 0 ", now), 0);
  assert.equal(parseRetryAfter("0.5", now), 500);
  assert.equal(parseRetryAfter("Thu, 01 Jan 2026 00:01:00 GMT", now), 60_000);
  assert.equal(parseRetryAfter("Wed, 31 Dec 2025 23:00:00 GMT", now), 0);
});

test("a Retry-After that says nothing is none", () => {
  for (const header of [undefined, "", "soon", "-1", "1e9 years"])
    assert.equal(parseRetryAfter(header, now), undefined);
});
