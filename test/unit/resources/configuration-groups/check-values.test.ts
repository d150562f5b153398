import assert from "node:assert/strict";
import { test } from "node:test";
import { maskFailures, valueFailures } from "../../../../provider/resources/configuration-groups/check-values.ts";
import type { DeclaredValue } from "../../../../provider/resources/configuration-groups/values.ts";
import { unknownValue } from "../../../../provider/resources/values/unknown-value.ts";
import { known } from "./samples.ts";

const accepted: readonly (readonly [name: string, value: DeclaredValue])[] = [
  ["max_connections", 1],
  ["max_connections", "100000"],
  ["sort_buffer_size", "18446744073709551615"],
  ["long_query_time", 1],
  ["long_query_time", "0.5"],
  ["performance_schema", "true"],
  ["character_set_server", ""],
  ["character_set_server", 5],
];

for (const [name, value] of accepted) {
  test(`accepts ${JSON.stringify(value)} for ${name}`, () => {
    assert.deepEqual(valueFailures({ [name]: value }, known), []);
  });
}

const refused: readonly (readonly [name: string, value: DeclaredValue, reason: RegExp])[] = [
  ["max_connection", 1, /^mysql 8\.0\.29 has no such .*; did you mean "max_connections"\?$/],
  ["MAX_connections", 1, /did you mean "max_connections"\?$/],
  ["zzz", 1, /^mysql 8\.0\.29 has no such configuration parameter; getConfigurationParameters lists/],
  ["max_connections", "many", /^must be a whole number$/],
  ["max_connections", 1.5, /^must be a whole number$/],
  ["max_connections", true, /^must be a whole number$/],
  ["max_connections", 0, /^must be at least 1$/],
  ["max_connections", "100001", /^must be at most 100000$/],
  ["sort_buffer_size", 2 ** 53, /loses digits: declare it as a string$/],
  ["sort_buffer_size", "36893488147419103232", /^must be at most 18446744073709552000$/],
  ["long_query_time", "slow", /^must be a number$/],
  ["performance_schema", 1, /^must be true or false$/],
  ["performance_schema", "on", /^must be true or false$/],
  ["character_set_server", true, /^must be a string$/],
  ["max_connections", "***", /Declare the value itself$/],
];

for (const [name, value, reason] of refused) {
  test(`refuses ${JSON.stringify(value)} for ${name}`, () => {
    const [failure, ...others] = valueFailures({ [name]: value }, known);
    assert.equal(failure?.path, `values.${name}`);
    assert.match(failure.reason, reason);
    assert.deepEqual(others, []);
  });
}

test("accepts a value that the group has already, and one that is not known yet", () => {
  const before = { old_name: 1, innodb_ft_max_token_size: "***" };
  assert.deepEqual(valueFailures({ old_name: "1", innodb_ft_max_token_size: "***" }, known, before), []);
  const declared: Record<string, unknown> = { max_connections: unknownValue };
  assert.deepEqual(valueFailures(declared as Record<string, DeclaredValue>, known), []);
});

test("accepts everything but a mask if the parameters are not all known", () => {
  const some = { ...known, isComplete: false };
  assert.deepEqual(valueFailures({ nope: 1, max_connections: "many" }, some), []);
  assert.equal(valueFailures({ nope: "***" }, some).length, 1);
});

test("a request that sets all values is refused while one is masked", () => {
  const failures = maskFailures({ innodb_ft_max_token_size: "***", wait_timeout: 5 });
  assert.deepEqual(
    failures.map(({ path }) => path),
    ["values.innodb_ft_max_token_size"],
  );
});
