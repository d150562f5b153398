import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import type { Arguments } from "../../../provider/resources/arguments.ts";
import { instanceOutputs } from "../../../provider/resources/instance/outputs.ts";
import { byName, fields, text } from "../../../provider/resources/rules.ts";
import { documented, named } from "../../../provider/resources/schema/documented.ts";
import { functionSchemas } from "../../../scripts/generate/functions.ts";
import { functionTypes } from "../../../scripts/generate/functions-typescript.ts";
import { argumentFields, outputFields } from "../../../scripts/generate/model.ts";
import { packageSchema } from "../../../scripts/generate/package-schema.ts";
import { outputMembers } from "../../../scripts/generate/resource-class.ts";
import { kinds, kindTypes } from "../../../scripts/generate/typescript.ts";

const change = { onChange: { kind: "update", impact: "none" }, onRemoval: "unmanage" } as const;

const table: Arguments = {
  size: { schema: z.int(), doc: "In GiB.", changeDoc: "Grows in place.", default: "1", ...change },
  rules: {
    schema: byName(text, named("Rule", fields({ token: documented(text, { doc: "A token.", secret: true }) }))),
    keyedBy: {
      name: documented(text, { doc: "Its name." }),
      host: documented(text.default("%"), { doc: "Its host.", default: "any" }),
    },
    doc: "The rules.",
    ...change,
    output: { doc: "By key.", isAlwaysSet: true },
  },
};

const model = {
  name: "Thing",
  typePrefix: "",
  description: "A thing.",
  argumentsDoc: "The arguments.",
  examples: {},
  arguments: argumentFields(table),
  outputs: outputFields({ state: { schema: z.enum(["on", "off"]).optional(), doc: "On or off." } }),
};

const thing = z.object({
  endpoint: documented(instanceOutputs.endpoint.schema, { doc: "Where." }),
});

const lookup = {
  name: "getThings",
  description: "Looks up things.",
  needsArguments: true,
  arguments: [
    ...outputFields({ kind: { schema: text, doc: "The kind." } }).map((field) => ({ ...field, refersTo: undefined })),
    ...outputFields({ instance: { schema: text.optional(), doc: "The instance.", default: "all" } }).map((field) => ({
      ...field,
      refersTo: "Instance",
    })),
  ],
  results: outputFields({ things: { schema: z.array(named("ThingDetails", thing)), doc: "The things." } }),
};

function includes(text: string, expected: readonly string[]): void {
  const lines = text.split("\n").map((line) => line.trim());
  for (const line of expected) assert.ok(lines.includes(line), `${line}\nis missing in\n${text}`);
}

test("an argument becomes an optional input with its documentation", () => {
  includes(kindTypes(model), ["size?: Input<number | undefined>;", "* In GiB.", "* Grows in place.", "* @default 1"]);
});

test("a record becomes a list of objects that have the parts of the key", () => {
  includes(kindTypes(model), [
    "rules?: Input<Input<RuleArgs>[] | undefined>;",
    "export interface RuleArgs {",
    "name: Input<string>;",
    "host?: Input<string | undefined>;",
    "token: Input<string>;",
  ]);
});

test("as an output a record stays a record", () => {
  includes(kindTypes(model), ["export interface Rule {", "readonly token: string;"]);
  includes(outputMembers(model), [
    "declare readonly size: pulumi.Output<number | undefined>;",
    "/** By key. */",
    "declare readonly rules: pulumi.Output<Record<string, Rule>>;",
    'declare readonly state: pulumi.Output<"on" | "off" | undefined>;',
  ]);
});

test("the shape has the key, its defaults and the secrets of a keyed list", () => {
  const [, json = ""] = /THING: ResourceKind = (.*);/.exec(kinds([model])) ?? [];
  assert.deepEqual(JSON.parse(json).arguments, {
    size: "value",
    rules: { key: [{ name: "name" }, { name: "host", default: "%" }], secrets: ["token"], parts: { token: "value" } },
  });
});

test("a change of the documentation changes the generated types", () => {
  const [size, ...others] = model.arguments;
  assert.ok(size);
  const edited = { ...model, arguments: [{ ...size, doc: "In GB." }, ...others] };
  assert.notEqual(kindTypes(edited), kindTypes(model));
});

test("a line of a doc comment has at most 120 characters and keeps code spans whole", () => {
  const [size] = model.arguments;
  assert.ok(size);
  const doc = `${"many words ".repeat(20)}\`a b\` ${"`c d e f g h i` ".repeat(20)}`;
  const lines = kindTypes({ ...model, arguments: [{ ...size, doc }] }).split("\n");
  assert.deepEqual(
    lines.filter((line) => line.length > 120),
    [],
  );
  for (const line of lines) assert.equal((line.match(/`/g) ?? []).length % 2, 0, line);
});

test("a schema for which there is no type is refused", () => {
  assert.throws(() => argumentFields({ when: { schema: z.date(), doc: "When.", ...change } }), /no type for ZodDate/);
});

test("the package schema describes what it is, what a change does, and the default", () => {
  const metadata = { version: "1.0.0", description: "", license: "", keywords: [] };
  const schema = JSON.parse(JSON.stringify(packageSchema(metadata, { doc: "", fields: [] }, [model])));
  const { inputProperties } = schema.resources["trove:index:Thing"];
  assert.deepEqual(inputProperties.size, { type: "integer", description: "In GiB.\n\nGrows in place.\n\nDefault: 1." });
});

test("a function has its arguments as values and as inputs, and its results", () => {
  includes(functionTypes([lookup]), [
    "export interface GetThingsArgs {",
    "kind: string;",
    "instance?: string | undefined;",
    "export interface GetThingsOutputArgs {",
    "kind: Input<string>;",
    "instance?: Input<string | undefined> | TroveInstanceReference;",
    "export interface GetThingsResult {",
    "readonly things: ThingDetails[];",
    "export interface ThingDetails {",
    "readonly endpoint?: Endpoint;",
  ]);
});

test("the package schema shares the types of the instance with the functions", () => {
  const { types, functions } = functionSchemas([lookup]);
  assert.deepEqual(Object.keys(types), ["trove:index:ThingDetails"]);
  assert.deepEqual(types["trove:index:ThingDetails"], {
    type: "object",
    properties: { endpoint: { $ref: "#/types/trove:index:InstanceEndpoint", description: "Where." } },
  });
  assert.deepEqual(functions["trove:index:getThings"], {
    description: "Looks up things.",
    inputs: {
      type: "object",
      properties: {
        kind: { type: "string", description: "The kind." },
        instance: { type: "string", description: "The instance.\n\nDefault: all." },
      },
      required: ["kind"],
    },
    outputs: {
      type: "object",
      properties: {
        things: { type: "array", items: { $ref: "#/types/trove:index:ThingDetails" }, description: "The things." },
      },
      required: ["things"],
    },
  });
});
