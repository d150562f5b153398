import { type ArgumentField, type Field, type KeyedType, namedTypes, type ResourceModel, type Type } from "./model.ts";

const WIDTH = 120;

/** The name of Pulumi's `Input` type: `Input` if imported as a type, `pulumi.Input` if from the module. */
type InputName = "Input" | "pulumi.Input";

/** `sdk/instance-args.ts`: the arguments of an instance. */
export function argumentTypes(model: ResourceModel): string {
  const nested = [...namedTypes(model.arguments)].map(([name, { type, key }]) =>
    interfaceOf(
      `${name}Args`,
      [...key, ...type.fields].map((field) => inputMember(field, "Input")),
    ),
  );
  return [
    'import type { Input } from "@pulumi/pulumi";',
    `${docComment([model.argumentsDoc])}\n${interfaceOf(
      "TroveInstanceArgs",
      model.arguments.map((field) => inputMember(field, "Input")),
    )}`,
    ...nested,
  ].join("\n\n");
}

/** `sdk/provider-args.ts`: the settings of an explicit provider. */
export function providerTypes(doc: string, fields: readonly Field[]): string {
  const members = fields.map((field) => inputMember(field, "pulumi.Input"));
  const secrets = fields.filter(({ secret }) => secret).map(({ name }) => JSON.stringify(name));
  return [
    'import type * as pulumi from "@pulumi/pulumi";',
    `${docComment([doc])}\n${interfaceOf("TroveProviderArgs", members)}`,
    `/** The settings that are encrypted in state. */\nexport const SECRETS: readonly (keyof TroveProviderArgs)[] = [${secrets.join(", ")}];`,
  ].join("\n\n");
}

/** `sdk/instance-outputs.ts`: the objects among the outputs. */
export function outputTypes(model: ResourceModel): string {
  return [...namedTypes([...model.arguments, ...model.outputs])]
    .map(([name, { type }]) =>
      interfaceOf(
        name,
        type.fields.map((field) => `readonly ${field.name}${field.required ? "" : "?"}: ${outputType(field.type)};`),
      ),
    )
    .join("\n\n");
}

/** The outputs that the class declares: all arguments, then all other outputs. */
export function outputMembers(model: ResourceModel): string {
  const declared = model.arguments.map(({ output, ...field }) => ({
    ...field,
    doc: output?.doc,
    required: output?.isAlwaysSet === true,
  }));
  return [...declared, ...model.outputs]
    .map(({ name, type, required, doc }) => {
      const value = required ? outputType(type) : `${outputType(type)} | undefined`;
      return `${docComment([doc], 2)}\n  declare readonly ${name}: pulumi.Output<${value}>;`.trimStart();
    })
    .map((member) => `  ${member}`)
    .join("\n");
}

/** `sdk/instance-shape.ts`: what the SDK needs at run time to register a kind of resource. */
export function shape(name: string, model: ResourceModel): string {
  const kind = { name, arguments: shapesOf(model.arguments), outputs: model.outputs.map((output) => output.name) };
  return [
    'import type { ResourceKind } from "./resource-kind.ts";',
    `export const ${name.toUpperCase()}: ResourceKind = ${JSON.stringify(kind)};`,
  ].join("\n\n");
}

function shapesOf(fields: readonly (Field | ArgumentField)[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, type }) => [name, shapeOf(type)]));
}

function shapeOf(type: Type): unknown {
  if (type.kind === "list") return "list";
  if (type.kind === "keyed") return keyedShapeOf(type);
  return type.kind === "object" ? { parts: shapesOf(type.fields) } : "value";
}

function keyedShapeOf({ key, item }: KeyedType): unknown {
  const secrets = item.fields.filter(({ secret }) => secret).map(({ name }) => name);
  return {
    key: key.map(({ name, keyDefault }) => (keyDefault === undefined ? { name } : { name, default: keyDefault })),
    secrets,
    parts: shapesOf(item.fields),
  };
}

function interfaceOf(name: string, members: readonly string[]): string {
  return `export interface ${name} {\n${members.map((member) => `  ${member}`).join("\n")}\n}`;
}

function inputMember(field: Field, input: InputName): string {
  const paragraphs = [field.doc, field.changeDoc, field.default && `@default ${field.default}`];
  const type = inputType(field.type, input);
  const value = field.required ? type : `${type} | undefined`;
  return `${docComment(paragraphs, 2)}\n  ${field.name}${field.required ? "" : "?"}: ${input}<${value}>;`.trimStart();
}

/** The type of an input. Its parts can be `Input`s too. */
function inputType(type: Type, input: InputName): string {
  if (type.kind === "list") return `${input}<${inputType(type.item, input)}>[]`;
  if (type.kind === "keyed") return `${input}<${inputType(type.item, input)}>[]`;
  if (type.kind !== "object") return plainType(type);
  if (type.name !== undefined) return `${type.name}Args`;
  return `{ ${type.fields.map(({ name, type: inner }) => `${name}: ${input}<${inputType(inner, input)}>`).join("; ")} }`;
}

function outputType(type: Type): string {
  if (type.kind === "list") return `${outputType(type.item)}[]`;
  if (type.kind === "keyed") return `Record<string, ${outputType(type.item)}>`;
  if (type.kind !== "object") return plainType(type);
  if (type.name === undefined) throw new Error("The type of an output that is an object needs a name.");
  return type.name;
}

export function plainType(type: Exclude<Type, { kind: "list" | "object" | "keyed" }>): string {
  if (type.kind === "enum") return type.values.map((value) => JSON.stringify(value)).join(" | ");
  return type.kind === "integer" ? "number" : type.kind;
}

/** A doc comment with these paragraphs; on one line if it fits. */
function docComment(paragraphs: readonly (string | undefined)[], indent = 0): string {
  const present = paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== "");
  const [first = "", ...others] = present;
  const margin = " ".repeat(indent);
  if (present.length === 0) return "";
  const isTag = first.startsWith("@");
  if (others.length === 0 && !isTag && indent + first.length + 7 <= WIDTH) return `/** ${first} */`;
  const lines = present.flatMap((paragraph, index) => [
    ...(index === 0 ? [] : [""]),
    ...wrap(String(paragraph), WIDTH - indent - 3),
  ]);
  return ["/**", ...lines.map((line) => `${margin} * ${line}`.trimEnd()), `${margin} */`].join("\n");
}

/** Wraps a text, without breaking code spans. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.match(/(?:``.+?``|`[^`]*`|\S)+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
