import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTimeouts, parseDuration, timeoutOf } from "../../../provider/service/timeouts.ts";

const durations: Readonly<Record<string, number | undefined>> = {
  "30m": 1_800_000,
  "1h30m": 5_400_000,
  "90s": 90_000,
  "1.5h": 5_400_000,
  "250ms": 250,
  "2h0m0s": 7_200_000,
  "0s": 0,
  "": undefined,
  "30": undefined,
  m: undefined,
  "30 m": undefined,
  "-5m": undefined,
  "5d": undefined,
  "5minutes": undefined,
  "2562047h": 2_562_047 * 3_600_000,
};

for (const [text, milliseconds] of Object.entries(durations)) {
  test(`"${text}" is ${milliseconds === undefined ? "not a duration" : `${milliseconds} ms`}`, () => {
    assert.equal(parseDuration(text), milliseconds);
  });
}

test("too many digits are not a duration", () => {
  assert.equal(parseDuration(`${"9".repeat(400)}h`), undefined);
});

test("reports each timeout that is not a duration, or is zero", () => {
  const failures = checkTimeouts({ create: "soon", update: "5m", delete: "0s" });
  assert.deepEqual(
    failures.map(({ path }) => path),
    ["customTimeouts.create", "customTimeouts.delete"],
  );
  assert.deepEqual(checkTimeouts(), []);
});

test("prefers the timeout of the program to the default of the resource", () => {
  const defaults = { create: 60, update: 30, delete: 20 };
  assert.equal(timeoutOf("create", { create: "5s" }, defaults), 5000);
  assert.equal(timeoutOf("update", { create: "5s" }, defaults), 1_800_000);
  assert.equal(timeoutOf("delete", undefined, defaults), 1_200_000);
  assert.equal(timeoutOf("delete", { delete: "nonsense" }, defaults), 1_200_000);
});
