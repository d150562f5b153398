import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { LOGIN_KEYS } from "../../../provider/openstack/credentials/unknown-keys.ts";
import { instance } from "../../../provider/resources/instance/index.ts";
import { PROVIDER_KEYS } from "../../../provider/service/settings.ts";

import { root } from "../../../scripts/root.ts";
import { SECRETS } from "../../../sdk/provider-args.ts";

interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly secret?: boolean;
  readonly description?: string;
  readonly willReplaceOnChanges?: boolean;
  readonly additionalProperties?: Property;
}
type Properties = Readonly<Record<string, Property>>;

const schema = JSON.parse(readFileSync(join(root, "plugin/schema.json"), "utf8"));
const resource = schema.resources["trove:index:Instance"];
const inputs: Properties = resource.inputProperties;
const outputs: Properties = resource.properties;
const settings: Properties = schema.config.variables;

const secretsOf = (properties: Properties) =>
  Object.entries(properties).flatMap(([name, { secret }]) => (secret === true ? [name] : []));

test("the package schema has each argument as an input and as an output", () => {
  assert.deepEqual(Object.keys(inputs), Object.keys(instance.inputs));
  assert.deepEqual(Object.keys(outputs), [...Object.keys(instance.inputs), ...Object.keys(instance.outputs)]);
});

test("the package schema requires no input", () => {
  assert.equal(resource.requiredInputs, undefined);
});

test("the package schema requires the outputs that are never undefined", () => {
  assert.deepEqual(resource.required, [
    "name",
    "status",
    "operatingStatus",
    "flavorId",
    "datastoreType",
    "datastoreVersion",
    "addresses",
    "projectId",
    "region",
  ]);
});

test("the package schema describes each input, output, setting and part", () => {
  const types: Readonly<Record<string, { readonly properties: Properties }>> = schema.types;
  const parts = Object.values(types);
  for (const properties of [inputs, outputs, settings, ...parts.map((type) => type.properties)]) {
    for (const [name, { description = "" }] of Object.entries(properties)) assert.match(description, /\S.*[.…]/s, name);
  }
});

test("the package schema has users as a map by key, with the password as a secret", () => {
  assert.deepEqual(inputs.users?.additionalProperties, { $ref: "#/types/trove:index:InstanceUser" });
  assert.deepEqual(secretsOf(schema.types["trove:index:InstanceUser"].properties), ["password"]);
});

test("the package schema marks the inputs whose change replaces the instance", () => {
  const replaced = Object.entries(inputs).filter(([, { willReplaceOnChanges }]) => willReplaceOnChanges === true);
  assert.deepEqual(
    replaced.map(([name]) => name),
    ["network", "availabilityZone", "locality"],
  );
});

test("the package schema keeps the instances of stacks that used the dynamic provider", () => {
  assert.deepEqual(resource.aliases, [{ type: "pulumi-nodejs:dynamic/trove:Instance" }]);
});

test("the package schema has every setting, and marks the secret ones", () => {
  assert.deepEqual(Object.keys(settings).toSorted(), [...LOGIN_KEYS, ...PROVIDER_KEYS].toSorted());
  assert.deepEqual(schema.provider.inputProperties, settings);
  assert.deepEqual(secretsOf(settings), [...SECRETS]);
});
