import { docComment } from "./doc-comment.ts";
import {
  type ArgumentField,
  type Field,
  type KeyedType,
  namedTypes,
  type ObjectType,
  type ResourceModel,
  type Type,
} from "./model.ts";

/** How a type is written in one file. */
export interface Style {
  /** The name of Pulumi's `Input` type: `Input` if imported as a type, `pulumi.Input` if from the module. */
  readonly input: "Input" | "pulumi.Input";
  /** Written before the names of nested types. */
  readonly prefix: string;
}

/** A file of `sdk/kinds/`: the arguments of a resource, and the objects among its arguments and outputs. */
export function kindTypes(model: ResourceModel): string {
  const references = model.arguments.flatMap(({ refersTo }) => (refersTo === undefined ? [] : referenceType(refersTo)));
  return [
    'import type { Input } from "@pulumi/pulumi";',
    ...(references.length === 0
      ? []
      : [`import type { ${[...new Set(references)].sort().join(", ")} } from "../references.ts";`]),
    ...argumentTypes(model),
    ...outputTypes(model),
  ].join("\n\n");
}

function argumentTypes(model: ResourceModel): string[] {
  const style: Style = { input: "Input", prefix: model.typePrefix };
  const own = interfaceOf(
    `Trove${model.name}Args`,
    model.arguments.map((field) => inputMember(field, style, field.refersTo)),
  );
  const nested = [...namedTypes(model.arguments)].map(([name, { type, key }]) => {
    const members = [...key, ...type.fields].map((field) => inputMember(field, style));
    return interfaceOf(`${model.typePrefix}${name}Args`, members);
  });
  return [`${docComment([model.argumentsDoc])}\n${own}`, ...nested];
}

function outputTypes(model: ResourceModel): string[] {
  return [...namedTypes([...model.arguments, ...model.outputs])].map(([name, { type }]) =>
    interfaceOf(
      `${model.typePrefix}${name}`,
      type.fields.map((field) => outputMember(field, model.typePrefix)),
    ),
  );
}

/** The settings of an explicit provider. */
export function providerTypes(doc: string, fields: readonly Field[]): string {
  const members = fields.map((field) => inputMember(field, { input: "pulumi.Input", prefix: "" }));
  const secrets = fields.filter(({ secret }) => secret).map(({ name }) => JSON.stringify(name));
  return [
    'import type * as pulumi from "@pulumi/pulumi";',
    `${docComment([doc])}\n${interfaceOf("TroveProviderArgs", members)}`,
    `/** The settings that are encrypted in state. */\nexport const SECRETS: readonly (keyof TroveProviderArgs)[] = [${secrets.join(", ")}];`,
  ].join("\n\n");
}

/** `sdk/kinds/kinds.ts`: what the SDK needs at run time to register each kind of resource. */
export function kinds(models: readonly ResourceModel[]): string {
  return [
    'import type { ResourceKind } from "../resource-kind.ts";',
    ...models.map((model) => `export const ${constantOf(model)}: ResourceKind = ${JSON.stringify(kindOf(model))};`),
  ].join("\n\n");
}

/** The name of the constant with the kind: `BACKUP_STRATEGY`. */
export function constantOf({ name }: ResourceModel): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

function kindOf(model: ResourceModel): object {
  const references = model.arguments.flatMap(({ name, refersTo }) =>
    refersTo === undefined ? [] : [[name, refersTo]],
  );
  const taken = model.arguments.flatMap(({ name, takenFrom }) => (takenFrom === undefined ? [] : [[name, takenFrom]]));
  const secrets = model.arguments.filter(({ secret }) => secret).map(({ name }) => name);
  return {
    name: model.name,
    arguments: shapesOf(model.arguments),
    outputs: model.outputs.map((output) => output.name),
    secrets,
    references: Object.fromEntries(references),
    taken: taken.length === 0 ? undefined : Object.fromEntries(taken),
    inside: model.inside,
    inlineAs: model.inlineAs,
  };
}

function shapesOf(fields: readonly (Field | ArgumentField)[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, type }) => [name, shapeOf(type)]));
}

function shapeOf(type: Type): unknown {
  if (type.kind === "list") return "list";
  if (type.kind === "keyed") return type.key.length === 0 ? "map" : keyedShapeOf(type);
  return type.kind === "object" ? { parts: shapesOf(type.fields) } : "value";
}

function keyedShapeOf({ key, item }: KeyedType): unknown {
  const { fields } = objectOf(item);
  const secrets = fields.filter(({ secret }) => secret).map(({ name }) => name);
  return {
    key: key.map(({ name, keyDefault }) => (keyDefault === undefined ? { name } : { name, default: keyDefault })),
    secrets,
    parts: shapesOf(fields),
  };
}

function objectOf(type: Type): ObjectType {
  if (type.kind !== "object") throw new Error("The items of a keyed list must be objects.");
  return type;
}

export function interfaceOf(name: string, members: readonly string[]): string {
  return `export interface ${name} {\n${members.map((member) => `  ${member}`).join("\n")}\n}`;
}

export function inputMember(field: Field, style: Style, refersTo?: string): string {
  const paragraphs = [field.doc, field.changeDoc, field.default && `@default ${field.default}`];
  const type = inputType(field.type, style);
  const value = `${style.input}<${field.required ? type : `${type} | undefined`}>`;
  const accepted = refersTo === undefined ? value : `${value} | ${referenceType(refersTo)}`;
  return `${docComment(paragraphs, 2)}\n  ${field.name}${field.required ? "" : "?"}: ${accepted};`.trimStart();
}

export function referenceType(kind: string): string {
  return `Trove${kind}Reference`;
}

/** The type of an input. Its parts can be `Input`s too. */
function inputType(type: Type, style: Style): string {
  const { input, prefix } = style;
  const inner = (part: Type) => `${input}<${inputType(part, style)}>`;
  if (type.kind === "list") return `${inner(type.item)}[]`;
  if (type.kind === "keyed")
    return type.key.length === 0 ? `Record<string, ${inner(type.item)}>` : `${inner(type.item)}[]`;
  if (type.kind !== "object") return plainType(type);
  if (type.name !== undefined) return `${prefix}${type.name}Args`;
  return `{ ${type.fields.map((field) => `${field.name}: ${inner(field.type)}`).join("; ")} }`;
}

/** A property of an object that a program reads. */
export function outputMember({ name, type, required }: Field, prefix: string): string {
  return `readonly ${name}${required ? "" : "?"}: ${outputType(type, prefix)};`;
}

/** @param prefix written before the names of nested types */
export function outputType(type: Type, prefix: string): string {
  if (type.kind === "list") return `${outputType(type.item, prefix)}[]`;
  if (type.kind === "keyed") return `Record<string, ${outputType(type.item, prefix)}>`;
  if (type.kind !== "object") return plainType(type);
  if (type.name === undefined) throw new Error("The type of an output that is an object needs a name.");
  return `${prefix}${type.name}`;
}

export function plainType(type: Exclude<Type, { kind: "list" | "object" | "keyed" }>): string {
  if (type.kind === "enum") return type.values.map((value) => JSON.stringify(value)).join(" | ");
  if (type.kind === "scalar") return "string | number | boolean";
  return type.kind === "integer" || type.kind === "number" ? "number" : type.kind;
}
