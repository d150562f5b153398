import { z } from "zod";
import type { Argument, Arguments, Output, Outputs } from "../../provider/resources/arguments.ts";
import { type Documentation, documentationOf, typeNameOf } from "../../provider/resources/schema/documented.ts";
import { structureOf, withoutDefault } from "../../provider/resources/schema/structure.ts";

/** The type of a value in a Pulumi program. */
export type Type =
  | { readonly kind: "string" | "boolean" | "integer" | "number" }
  /** A string, a number or a boolean. */
  | { readonly kind: "scalar" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly item: Type }
  | ObjectType
  | KeyedType;

export interface ObjectType {
  readonly kind: "object";
  /** `undefined` for an anonymous type, which is written inline. */
  readonly name: string | undefined;
  readonly fields: readonly Field[];
}

/** A record. If its keys have parts, a program in TypeScript gives a list of objects instead. */
export interface KeyedType {
  readonly kind: "keyed";
  /** The parts of a key; empty if the keys are names that a program chooses. */
  readonly key: readonly KeyField[];
  readonly item: Type;
}

type OptionalDocumentation = { readonly [Key in keyof Documentation]?: Documentation[Key] | undefined };

export interface Field extends OptionalDocumentation {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
}

/** A property that is part of the key of its object. */
export interface KeyField extends Field {
  /** The key's value if a program omits the property. */
  readonly keyDefault: string | undefined;
}

/** A resource, read from its tables. */
export interface ResourceModel {
  /** The last part of its type, and of the names of its class and its arguments: `Instance`. */
  readonly name: string;
  /** Written before the names of its nested types in TypeScript, whose modules have one scope. */
  readonly typePrefix: string;
  readonly description: string;
  readonly inside?: string | undefined;
  readonly inlineAs?: string | undefined;
  readonly argumentsDoc: string;
  /** A program in each language that Pulumi generates an SDK for, by the name of the language. */
  readonly examples: Readonly<Record<string, string>>;
  readonly arguments: readonly ArgumentField[];
  readonly outputs: readonly Field[];
}

export interface ArgumentField extends Field {
  readonly willReplace: boolean;
  /** The kind of resource that a TypeScript program can give instead of an id. */
  readonly refersTo: string | undefined;
  /** The output that a TypeScript program passes with a resource that it gives. */
  readonly takenFrom: Argument["takenFrom"];
  readonly output: Argument["output"];
}

export function argumentFields(table: Arguments): ArgumentField[] {
  return Object.entries(table).map(([name, argument]) => {
    const { schema, keyedBy, onChange, output, isRequired = false, refersTo, takenFrom } = argument;
    return {
      ...fieldOf(name, schema, argument),
      type: keyedBy === undefined ? typeOf(schema) : keyedTypeOf(schema, keyedBy),
      required: isRequired,
      refersTo,
      takenFrom,
      willReplace: typeof onChange === "object" && onChange.kind === "replace",
      output,
    };
  });
}

export function outputFields(table: Outputs): Field[] {
  return Object.entries(table).map(([name, output]: [string, Output]) => fieldOf(name, output.schema, output));
}

/** The fields of an object whose parts are documented. */
export function fieldsOf(parts: Readonly<Record<string, z.core.$ZodType>>): Field[] {
  return Object.entries(parts).map(([name, schema]) => fieldOf(name, schema, documentationOf(schema)));
}

function fieldOf(name: string, schema: z.core.$ZodType, documentation: OptionalDocumentation = {}): Field {
  const { doc, changeDoc, default: fallback, secret } = documentation;
  const required = withoutDefault(schema) === schema;
  return { name, type: typeOf(schema), required, doc, changeDoc, default: fallback, secret };
}

function keyedTypeOf(schema: z.core.$ZodType, keyedBy: Readonly<Record<string, z.core.$ZodType>>): KeyedType {
  const structure = structureOf(schema);
  if (structure.kind !== "record") throw new Error("Only a record can be keyed.");
  const key = Object.entries(keyedBy).map(([name, part]) => ({
    ...fieldOf(name, part, documentationOf(part)),
    keyDefault: part instanceof z.ZodDefault ? String(part.parse(undefined)) : undefined,
  }));
  return { kind: "keyed", key, item: typeOf(structure.item) };
}

function typeOf(schema: z.core.$ZodType): Type {
  const structure = structureOf(schema);
  if (structure.kind === "list") return { kind: "list", item: typeOf(structure.item) };
  if (structure.kind === "object") return objectTypeOf(schema);
  if (structure.kind === "record") return keyedTypeOf(schema, {});
  const value = withoutDefault(schema);
  if (value instanceof z.ZodEnum) return { kind: "enum", values: value.options.map(String) };
  if (value instanceof z.ZodString) return { kind: "string" };
  if (value instanceof z.ZodBoolean) return { kind: "boolean" };
  if (value instanceof z.ZodNumber) return { kind: value.format === "safeint" ? "integer" : "number" };
  if (value instanceof z.ZodUnion) return { kind: "scalar" };
  throw new Error(`The model has no type for ${value.constructor.name}.`);
}

function objectTypeOf(schema: z.core.$ZodType): ObjectType {
  const structure = structureOf(schema);
  if (structure.kind !== "object") throw new Error("Only an object has named fields.");
  return { kind: "object", name: typeNameOf(withoutDefault(schema)), fields: fieldsOf(structure.parts) };
}

/** The named object types that the fields use, in the order of first use. */
export function namedTypes(fields: readonly Field[]): Map<string, { type: ObjectType; key: readonly Field[] }> {
  const found = new Map<string, { type: ObjectType; key: readonly Field[] }>();
  const visit = (type: Type, key: readonly Field[] = []): void => {
    if (type.kind === "list") visit(type.item);
    if (type.kind === "keyed") visit(type.item, type.key);
    if (type.kind !== "object") return;
    if (type.name !== undefined) found.set(type.name, found.get(type.name) ?? { type, key });
    for (const field of type.fields) visit(field.type);
  };
  for (const field of fields) visit(field.type);
  return found;
}
