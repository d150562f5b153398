import { type Field, namedTypes, type ObjectType, type ResourceModel, type Type } from "./model.ts";

/** The fields of package.json that the schema repeats. */
export interface PackageMetadata {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
}

const TOKEN = "trove:index:";

/**
 * The Pulumi package schema (`pulumi/pulumi`, `pkg/codegen/schema/pulumi.json`). Its properties have the types of
 * the state: databases and users are maps by key.
 */
export function packageSchema(
  metadata: PackageMetadata,
  provider: { readonly doc: string; readonly fields: readonly Field[] },
  resources: Readonly<Record<string, ResourceModel>>,
): object {
  const config = propertiesOf(provider.fields);
  const models = Object.values(resources);
  const types = namedTypes(models.flatMap((model) => [...model.arguments, ...model.outputs]));
  return {
    name: "trove",
    displayName: "OpenStack Trove",
    version: metadata.version,
    description: metadata.description,
    license: metadata.license,
    keywords: metadata.keywords,
    publisher: "pulumi-trove",
    config: { variables: config },
    provider: { description: provider.doc, inputProperties: config },
    types: Object.fromEntries([...types].map(([name, { type }]) => [`${TOKEN}${name}`, objectOf(type)])),
    resources: Object.fromEntries(
      Object.entries(resources).map(([name, model]) => [`${TOKEN}${name}`, resourceOf(name, model)]),
    ),
  };
}

function resourceOf(name: string, model: ResourceModel): object {
  const outputs = model.arguments.map(({ output, ...field }) => ({
    ...field,
    doc: output?.doc ?? field.doc,
    // An output has no default, and a program cannot change it.
    changeDoc: undefined,
    default: undefined,
  }));
  const alwaysSet = model.arguments.filter(({ output }) => output?.isAlwaysSet === true);
  return {
    description: model.description,
    inputProperties: Object.fromEntries(
      model.arguments.map((field) => [
        field.name,
        { ...propertyOf(field), ...(field.willReplace ? { willReplaceOnChanges: true } : {}) },
      ]),
    ),
    properties: propertiesOf([...outputs, ...model.outputs]),
    required: [...alwaysSet, ...model.outputs.filter(({ required }) => required)].map((field) => field.name),
    // A stack keeps its instances when its program switches from the dynamic provider to the plugin.
    aliases: [{ type: `pulumi-nodejs:dynamic/trove:${name}` }],
  };
}

function objectOf({ fields }: ObjectType): object {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return { type: "object", properties: propertiesOf(fields), ...(required.length === 0 ? {} : { required }) };
}

function propertiesOf(fields: readonly Field[]): Record<string, object> {
  return Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)]));
}

function propertyOf({ type, doc, changeDoc, default: fallback, secret }: Field): object {
  const paragraphs = [doc, changeDoc, fallback && `Default: ${fallback}.`].filter(Boolean);
  return {
    ...typeOf(type),
    ...(paragraphs.length === 0 ? {} : { description: paragraphs.join("\n\n") }),
    ...(secret === true ? { secret: true } : {}),
  };
}

function typeOf(type: Type): object {
  if (type.kind === "list") return { type: "array", items: typeOf(type.item) };
  if (type.kind === "keyed") return { type: "object", additionalProperties: typeOf(type.item) };
  if (type.kind === "enum") return { type: "string" };
  if (type.kind !== "object") return { type: type.kind };
  if (type.name !== undefined) return { $ref: `#/types/${TOKEN}${type.name}` };
  // A property cannot have an anonymous object type. A map is the closest alternative.
  const [part] = type.fields;
  return { type: "object", additionalProperties: typeOf(part?.type ?? { kind: "string" }) };
}
