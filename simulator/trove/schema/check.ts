import { isDeepStrictEqual } from "node:util";
import { isObject, JsonFloat } from "../json.ts";
import { pythonText } from "../python-text.ts";
import type { Schema } from "./schema.ts";

const NON_EMPTY = "should be non-empty";

export type Path = readonly (string | number)[];

export interface Violation {
  readonly path: Path;
  readonly message: string;
  /** For `oneOf`: why each alternative does not match. */
  readonly reasons: readonly string[];
}

/** The wording that depends on the release; see `Behavior.saysNonEmpty`. */
export interface Words {
  readonly saysNonEmpty: boolean;
}

/** All violations, with the messages of Python's `jsonschema`. */
export function check(schema: Schema, value: unknown, words: Words, path: Path = []): Violation[] {
  const found: Violation[] = [];
  for (const keyword of Object.keys(schema) as (keyof Schema)[]) {
    if (keyword === "properties") found.push(...checkProperties(schema, value, words, path));
    else if (keyword === "items") found.push(...checkItems(schema, value, words, path));
    else if (keyword === "oneOf") found.push(...checkOneOf(schema, value, words, path));
    else found.push(...messagesOf(keyword, schema, value, words).map((message) => ({ path, message, reasons: [] })));
  }
  return found;
}

function messagesOf(keyword: keyof Schema, schema: Schema, value: unknown, { saysNonEmpty }: Words): string[] {
  const text = pythonText(value);
  const when = (violated: boolean, message: string): string[] => (violated ? [message] : []);
  switch (keyword) {
    case "type":
      return when(!isOfType(schema.type, value), `${text} is not of type '${schema.type}'`);
    case "required":
      if (!isObject(value)) return [];
      return (schema.required ?? []).filter((key) => !(key in value)).map((key) => `'${key}' is a required property`);
    case "minProperties":
      return when(
        isObject(value) && Object.keys(value).length < (schema.minProperties ?? 0),
        `${text} ${saysNonEmpty && schema.minProperties === 1 ? NON_EMPTY : "does not have enough properties"}`,
      );
    case "additionalProperties":
      return unexpectedProperties(schema, value);
    case "maxItems":
      return when(Array.isArray(value) && value.length > (schema.maxItems ?? 0), `${text} is too long`);
    case "uniqueItems":
      return when(Array.isArray(value) && hasTwins(value), `${text} has non-unique elements`);
    case "minLength":
      return when(
        typeof value === "string" && lengthOf(value) < (schema.minLength ?? 0),
        `${text} ${saysNonEmpty && schema.minLength === 1 ? NON_EMPTY : "is too short"}`,
      );
    case "maxLength":
      return when(typeof value === "string" && lengthOf(value) > (schema.maxLength ?? 0), `${text} is too long`);
    case "minimum":
      return when(numberOf(value) < (schema.minimum ?? 0), `${text} is less than the minimum of ${schema.minimum}`);
    case "maximum":
      return when(numberOf(value) > (schema.maximum ?? 0), `${text} is greater than the maximum of ${schema.maximum}`);
    case "pattern": {
      const pattern = schema.pattern ?? "";
      const violated = typeof value === "string" && !toRegExp(pattern).test(value);
      return when(violated, `${text} does not match ${pythonText(pattern)}`);
    }
    default:
      return [];
  }
}

/**
 * Python's `\w` matches all letters and numbers of Unicode, its `.` all but `\n`, and its `$` also before a `\n` at the
 * end. Trove's patterns use the first only inside brackets, and the second outside of them only before a `*`.
 */
function toRegExp(pattern: string): RegExp {
  const translated = pattern.replaceAll("\\w", "\\p{L}\\p{N}_").replaceAll(".*", "[^\\n]*").replace(/\$$/, "(?=\\n?$)");
  return new RegExp(translated, "u");
}

function isOfType(type: Schema["type"], value: unknown): boolean {
  switch (type) {
    case "integer":
      return typeof value === "number" || typeof value === "bigint";
    case "number":
      return typeof value === "number" || typeof value === "bigint" || value instanceof JsonFloat;
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function numberOf(value: unknown): number {
  if (value instanceof JsonFloat) return value.value;
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}

function unexpectedProperties(schema: Schema, value: unknown): string[] {
  if (!isObject(value)) return [];
  const extra = Object.keys(value).filter((key) => !(key in (schema.properties ?? {})));
  if (extra.length === 0) return [];
  const verb = extra.length === 1 ? "was" : "were";
  return [`Additional properties are not allowed (${extra.map(pythonText).join(", ")} ${verb} unexpected)`];
}

function hasTwins(items: readonly unknown[]): boolean {
  return items.some((item, index) => items.slice(0, index).some((earlier) => isDeepStrictEqual(earlier, item)));
}

function checkProperties(schema: Schema, value: unknown, words: Words, path: Path): Violation[] {
  if (!isObject(value)) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    key in value ? check(property, value[key], words, [...path, key]) : [],
  );
}

function checkItems(schema: Schema, value: unknown, words: Words, path: Path): Violation[] {
  const { items } = schema;
  if (!Array.isArray(value) || !items) return [];
  return value.flatMap((item, index) => check(items, item, words, [...path, index]));
}

function checkOneOf(schema: Schema, value: unknown, words: Words, path: Path): Violation[] {
  const results = (schema.oneOf ?? []).map((alternative) => check(alternative, value, words));
  if (results.some((violations) => violations.length === 0)) return [];
  const reasons = results.flatMap((violations) => violations.map(({ message }) => message));
  return [{ path, message: `${pythonText(value)} is not valid under any of the given schemas`, reasons }];
}

/** Python counts code points. */
function lengthOf(text: string): number {
  return [...text].length;
}
