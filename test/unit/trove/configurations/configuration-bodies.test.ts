import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createConfigurationBody,
  mergeConfigurationBody,
  replaceConfigurationBody,
} from "../../../../provider/trove/configurations/configuration-bodies.ts";

test("sends a whole float with a fraction in every body", () => {
  const values = { long_query_time: 2, parallel_setup_cost: -1000, wait_timeout: 3, cost: 0.5, ssl: true };
  const floats = new Set(["long_query_time", "parallel_setup_cost", "cost", "ssl"]);
  const text =
    '"values":{"long_query_time":2.0,"parallel_setup_cost":-1000.0,"wait_timeout":3,"cost":0.5,"ssl":true}}}';
  assert.equal(JSON.stringify(mergeConfigurationBody(values, floats)), `{"configuration":{${text}`);
  assert.equal(JSON.stringify(replaceConfigurationBody({ values }, floats)), `{"configuration":{${text}`);
  const created = createConfigurationBody({ name: "g", values }, floats);
  assert.equal(JSON.stringify(created), `{"configuration":{"name":"g",${text}`);
});

test("sends an empty description in a replace, which Trove refuses", () => {
  const body = replaceConfigurationBody({ description: "", values: {} }, new Set());
  assert.deepEqual(body, { configuration: { description: "", values: {} } });
});

test("sends an integer that no number holds with all its digits", () => {
  const values = { sort_buffer_size: 18446744073709551615n };
  const text = '{"configuration":{"values":{"sort_buffer_size":18446744073709551615}}}';
  assert.equal(JSON.stringify(replaceConfigurationBody({ values }, new Set())), text);
});
