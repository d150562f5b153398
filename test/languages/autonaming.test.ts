import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf } from "../engine/harness.ts";
import { resourcesOf } from "../support/checkpoint.ts";
import { emptyProject } from "./importing.ts";
import { rewrite } from "./program.ts";
import { reference, type YamlResource, yamlProgram } from "./yaml.ts";

function instance(properties: object = {}): YamlResource {
  return { type: "trove:Instance", properties: { flavor: "m1.small", volume: { size: 1 }, ...properties } };
}

test("names follow pulumi:autonaming, and an existing instance keeps its name", async (t) => {
  const { stack, cloud } = await emptyProject(t);
  const program = (autonaming: object | undefined, resources: Readonly<Record<string, YamlResource>>) => {
    const config = autonaming && { config: { "pulumi:autonaming": { value: autonaming } } };
    return rewrite(stack, yamlProgram({ ...config, resources }));
  };
  const names = () => cloud.instances().map(({ name }) => name);
  const withDefaultName = async () =>
    (await resourcesOf(stack))
      .filter(({ inputs, outputs }) => "__defaultName" in inputs || "__defaultName" in outputs)
      .map(({ urn }) => urn.replace(/^.*::/, ""));

  await program({ pattern: `${reference("name")}-of-${reference("stack")}` }, { one: instance() });
  await stack.up();
  assert.deepEqual(names(), ["one-of-test"]);
  await stack.preview({ expectNoChanges: true });

  await program({ mode: "verbatim" }, { one: instance(), two: instance() });
  await stack.up();
  assert.deepEqual(names(), ["one-of-test", "two"]);

  await program({ mode: "disabled" }, { one: instance(), two: instance(), three: instance() });
  const says = /name: is required, because the stack configuration disables automatic names \(pulumi:autonaming\)/;
  assert.match(await failureOf(stack.preview()), says);
  await program({ mode: "disabled" }, { one: instance(), two: instance(), three: instance({ name: "chosen" }) });
  await stack.up();
  assert.deepEqual(names(), ["one-of-test", "two", "chosen"]);

  await program(undefined, { one: instance(), two: instance(), three: instance({ name: "chosen" }), four: instance() });
  await stack.up();
  assert.match(names().at(-1) ?? "", /^four-[0-9a-f]{7}$/);
  assert.deepEqual(names().slice(0, -1), ["one-of-test", "two", "chosen"]);
  assert.deepEqual(await withDefaultName(), ["four"]);
});
