import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf } from "../engine/harness.ts";
import { emptyProject } from "./importing.ts";
import { rewrite } from "./program.ts";
import { reference, type YamlProgram, yamlProgram } from "./yaml.ts";

/** A group with these values, and an instance that has it. */
function program(values: object): YamlProgram {
  // YAML would write one object that is used twice as an alias, which Pulumi does not read.
  const datastore = () => ({ type: "mysql", version: "8.0.29" });
  const size = { flavor: "m1.small", volume: { size: 1 } };
  const group = { configuration: reference("settings.id"), configurationRevision: reference("settings.revision") };
  return {
    config: { connections: { value: 100 } },
    resources: {
      settings: { type: "trove:Configuration", properties: { datastore: datastore(), values } },
      db: { type: "trove:Instance", properties: { ...size, datastore: datastore(), ...group } },
    },
  };
}

test("a group takes numbers, texts and settings of the stack as its values in YAML", async (t) => {
  const { stack, cloud } = await emptyProject(t);
  const shown = () => cloud.instances().map(({ status, configurationId }) => [status, configurationId !== undefined]);
  await rewrite(stack, yamlProgram(program({ max_connections: reference("connections"), long_query_time: 1 })));
  await stack.up();
  assert.deepEqual(shown(), [["ACTIVE", true]]);
  await stack.preview({ expectNoChanges: true });

  await rewrite(stack, yamlProgram(program({ max_connections: "200", long_query_time: "0.5" })));
  await stack.up();
  assert.deepEqual(shown(), [["ACTIVE", true]]);
  await stack.refresh({ expectNoChanges: true });

  await rewrite(stack, yamlProgram(program({ max_connection: 200 })));
  assert.match(await failureOf(stack.preview()), /values\.max_connection: .*did you mean "max_connections"\?/);
});
