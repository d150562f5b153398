import { z } from "zod";

/** What the values of a schema consist of. */
export type Structure =
  | { readonly kind: "object"; readonly parts: Readonly<Record<string, z.core.$ZodType>> }
  | { readonly kind: "record"; readonly item: z.core.$ZodType }
  | { readonly kind: "list"; readonly item: z.core.$ZodType }
  | { readonly kind: "value" };

export function structureOf(schema: z.core.$ZodType): Structure {
  const required = withoutDefault(schema);
  if (required instanceof z.ZodObject) return { kind: "object", parts: required.shape };
  if (required instanceof z.ZodRecord) return { kind: "record", item: required.valueType };
  if (required instanceof z.ZodArray) return { kind: "list", item: required.element };
  return { kind: "value" };
}

/** The schema of a value that is given: without `optional()` and `default()`. */
export function withoutDefault(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema;
}

/** The schema of the value one step below; `undefined` if the structure has no such part. */
export function partAt(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const structure = structureOf(schema);
  if (structure.kind === "value") return undefined;
  if (structure.kind !== "object") return structure.item;
  const name = String(key);
  return Object.hasOwn(structure.parts, name) ? structure.parts[name] : undefined;
}
