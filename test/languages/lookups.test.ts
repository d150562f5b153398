import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyProject } from "./importing.ts";
import { rewrite } from "./program.ts";
import { reference, yamlProgram } from "./yaml.ts";

test("a program in YAML looks up what exists, also what a resource of it creates", async (t) => {
  const { stack } = await emptyProject(t);
  const invoke = (name: string, args = {}) => ({ "fn::invoke": { function: `trove:${name}`, arguments: args } });
  await rewrite(
    stack,
    yamlProgram({
      variables: {
        flavors: invoke("getFlavors"),
        found: invoke("getInstance", { id: reference("db.id") }),
      },
      resources: { db: { type: "trove:Instance", properties: { flavor: "m1.small", volume: { size: 1 } } } },
      outputs: {
        flavor: reference("flavors.flavors[0].name"),
        status: reference("found.status"),
        source: reference("found.replicaOf"),
      },
    }),
  );
  await stack.preview();
  const { outputs } = await stack.up();
  const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  assert.deepEqual(values, { flavor: "m1.tiny", status: "ACTIVE", source: null });
});
