import { goModule } from "../go-module.ts";
import { type Field, namedTypes, type ObjectType, type ResourceModel, type Type } from "./model.ts";

/** The fields of package.json that the schema repeats. */
export interface PackageMetadata {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
}

/** The functions, and the types that no resource has. */
export interface FunctionSchemas {
  readonly types: Readonly<Record<string, object>>;
  readonly functions: Readonly<Record<string, object>>;
}

export const TOKEN = "trove:index:";

/** What Pulumi generates SDKs from beside the types. */
const LANGUAGES = {
  // The default is a name of Pulumi's own scope; `pulumi-trove` is the package that contains the plugin.
  nodejs: { packageName: "pulumi-trove-sdk" },
  // Otherwise it writes a legacy setup.py.
  python: { pyproject: { enabled: true } },
  // Programs can pass lists and maps of resources.
  go: { importBasePath: `${goModule}/trove`, generateResourceContainerTypes: true },
};

/**
 * The Pulumi package schema (`pulumi/pulumi`, `pkg/codegen/schema/pulumi.json`). Its properties have the types of
 * the state: databases and users are maps by key.
 */
export function packageSchema(
  metadata: PackageMetadata,
  provider: { readonly doc: string; readonly fields: readonly Field[] },
  resources: readonly ResourceModel[],
  { types, functions }: FunctionSchemas = { types: {}, functions: {} },
): object {
  const config = propertiesOf(provider.fields);
  return {
    name: "trove",
    displayName: "OpenStack Trove",
    version: metadata.version,
    description: metadata.description,
    license: metadata.license,
    keywords: metadata.keywords,
    publisher: "pulumi-trove",
    // The SDKs get the version of the package, and ask for the plugin of this version.
    meta: { supportPack: true },
    language: LANGUAGES,
    config: { variables: config },
    provider: { description: provider.doc, inputProperties: config },
    types: { ...Object.fromEntries(resources.flatMap(typesOf)), ...types },
    resources: Object.fromEntries(resources.map((model) => [`${TOKEN}${model.name}`, resourceOf(model)])),
    functions,
  };
}

/** The types of a resource, with its name before theirs: another resource can have a type of the same name. */
function typesOf(model: ResourceModel): [string, object][] {
  const types = namedTypes([...model.arguments, ...model.outputs]);
  return [...types].map(([name, { type }]) => [`${TOKEN}${model.name}${name}`, objectOf(type, model.name)]);
}

function resourceOf(model: ResourceModel): object {
  const { name } = model;
  const outputs = model.arguments.map(({ output, ...field }) => ({
    ...field,
    doc: output?.doc ?? field.doc,
    // An output has no default, and a program cannot change it.
    changeDoc: undefined,
    default: undefined,
  }));
  const alwaysSet = model.arguments.filter(({ output, required }) => required || output?.isAlwaysSet === true);
  const requiredInputs = model.arguments.filter(({ required }) => required).map((field) => field.name);
  return {
    description: withExamples(model.description, model.examples),
    inputProperties: Object.fromEntries(
      model.arguments.map((field) => [
        field.name,
        { ...propertyOf(field, name), ...(field.willReplace ? { willReplaceOnChanges: true } : {}) },
      ]),
    ),
    ...(requiredInputs.length === 0 ? {} : { requiredInputs }),
    properties: propertiesOf([...outputs, ...model.outputs], name),
    required: [...alwaysSet, ...model.outputs.filter(({ required }) => required)].map((field) => field.name),
    // A stack keeps its resources when its program switches from the dynamic provider to the plugin.
    aliases: [{ type: `pulumi-nodejs:dynamic/trove:${name}` }],
  };
}

/** Documentation of the schema's tools shows an example to the programs of its language (`pkg/codegen/docs.go`). */
function withExamples(description: string, examples: ResourceModel["examples"]): string {
  if (Object.keys(examples).length === 0) return description;
  const blocks = Object.entries(examples).map(([language, code]) => `\`\`\`${language}\n${code.trim()}\n\`\`\``);
  return [
    description,
    "",
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    ...blocks,
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n");
}

/** @param resource written before the names of nested types */
export function objectOf({ fields }: Pick<ObjectType, "fields">, resource: string): object {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const properties = propertiesOf(fields, resource);
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
}

function propertiesOf(fields: readonly Field[], resource = ""): Record<string, object> {
  return Object.fromEntries(fields.map((field) => [field.name, propertyOf(field, resource)]));
}

function propertyOf({ type, doc, changeDoc, default: fallback, secret }: Field, resource: string): object {
  const paragraphs = [doc, keyDoc(type), changeDoc, fallback && `Default: ${fallback}.`].filter(Boolean);
  return {
    ...typeOf(type, resource),
    ...(paragraphs.length === 0 ? {} : { description: paragraphs.join("\n\n") }),
    ...(secret === true ? { secret: true } : {}),
  };
}

/** What the keys of a map mean: in TypeScript they are properties of the items of a list. */
function keyDoc(type: Type): string | undefined {
  if (type.kind !== "keyed" || type.key.length === 0) return undefined;
  const format = type.key.map(({ name }) => `<${name}>`).join("@");
  const parts = type.key.map(
    ({ name, doc, changeDoc }) => `- \`${name}\`: ${[doc, changeDoc].filter(Boolean).join(" ")}`,
  );
  return [`Each key is \`${format}\`:`, ...parts].join("\n");
}

function typeOf(type: Type, resource: string): object {
  if (type.kind === "list") return { type: "array", items: typeOf(type.item, resource) };
  if (type.kind === "keyed") return { type: "object", additionalProperties: typeOf(type.item, resource) };
  if (type.kind === "enum") return { type: "string" };
  if (type.kind === "scalar") return { oneOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] };
  if (type.kind !== "object") return { type: type.kind };
  if (type.name !== undefined) return { $ref: `#/types/${TOKEN}${resource}${type.name}` };
  // A property cannot have an anonymous object type. A map is the closest alternative.
  const [part] = type.fields;
  return { type: "object", additionalProperties: typeOf(part?.type ?? { kind: "string" }, resource) };
}
