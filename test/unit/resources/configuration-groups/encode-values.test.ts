import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeValues } from "../../../../provider/resources/configuration-groups/encode-values.ts";
import { known } from "./samples.ts";

test("sends each value with the type of its parameter", () => {
  const declared = {
    max_connections: "100",
    sort_buffer_size: "18446744073709551615",
    long_query_time: "1.5",
    performance_schema: "false",
    character_set_server: 5,
  };
  assert.deepEqual(encodeValues(declared, known.byName), {
    values: {
      max_connections: 100,
      sort_buffer_size: 18446744073709551615n,
      long_query_time: 1.5,
      performance_schema: false,
      character_set_server: "5",
    },
    floats: ["long_query_time"],
  });
});

test("leaves a value to Trove that does not read as its type, or whose type is not known", () => {
  const declared = { max_connections: "many", long_query_time: true, performance_schema: 1, unknown: "100" };
  assert.deepEqual(encodeValues(declared, known.byName).values, declared);
});
