import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRates } from "../../../../provider/trove/limits/limits-wire.ts";

const row = { verb: "POST", value: 200, remaining: 20, unit: "MINUTE", uri: "*", regex: ".*" };

/** What is left of `POST` by an answer of 12:00:30. */
function remaining(nextAvailable: string | undefined): number | undefined {
  const body = { limits: [{ ...row, nextAvailable }] };
  return parseRates({ body, serverDate: Date.parse("2026-11-25T12:00:30Z") })[0]?.remaining;
}

test("adds what the rate has earned since the last request", () => {
  assert.equal(remaining("2026-11-25T12:00:00Z"), 20 + (29 * 200) / 60);
  assert.equal(remaining("2026-11-25T11:00:00Z"), 200);
});

test("takes the remainder unchanged after a recent or undated request", () => {
  assert.equal(remaining("2026-11-25T12:00:30Z"), 20);
  assert.equal(remaining("2026-11-25T12:00:45Z"), 20);
  assert.equal(remaining(undefined), 20);
  assert.equal(remaining("soon"), 20);
  assert.deepEqual(parseRates({ body: { limits: [row] }, serverDate: undefined }), [
    { verb: "POST", perMinute: 200, remaining: 20 },
  ]);
});

test("a negative remainder counts as zero", () => {
  const limits = [{ ...row, remaining: -1e300 }];
  assert.equal(parseRates({ body: { limits }, serverDate: undefined })[0]?.remaining, 0);
});

test("ignores rates of administrators and of other units", () => {
  const limits = [
    { verb: "ABSOLUTE", max_instances: 10 },
    { ...row, uri: "*/mgmt", regex: "^/mgmt" },
    { ...row, unit: "HOUR" },
  ];
  for (const body of [{ limits }, { limits: "none" }, undefined, "<html>"]) {
    assert.deepEqual(parseRates({ body, serverDate: undefined }), []);
  }
});
