import type { z } from "zod";
import { nearestName } from "../../core/nearest-name.ts";
import { partAt, structureOf } from "./structure.ts";

/** Our names for what other tools call differently. */
export interface OtherNames {
  /**
   * Our name by the path that another tool uses. Paths are in lower case without `_` and `-`, with `*` for the key of a
   * record: `users.*.grants`.
   */
  readonly paths: Readonly<Record<string, string>>;
  /** What to do instead, by the path, if no argument corresponds to it. */
  readonly advice: Readonly<Record<string, string>>;
}

/**
 * The reason why an unknown argument is refused. Suggests the argument that was probably meant.
 *
 * @param path of the argument, its own name last
 * @param known the names that exist at the same level
 * @param schema of the argument around it; `undefined` at the top
 */
export function unknownArgument(
  path: readonly PropertyKey[],
  known: readonly string[],
  schema: z.core.$ZodType | undefined,
  { paths, advice }: OtherNames,
): string {
  const normalized = normalizePath(path, schema);
  const advised = own(advice, normalized);
  if (advised !== undefined) return `unknown argument; ${advised}`;
  const meant = own(paths, normalized) ?? nearestName(String(path.at(-1)), known);
  if (meant !== undefined) return `unknown argument; did you mean "${meant}"?`;
  return `unknown argument; there are ${known.join(", ")}`;
}

/** The names of the parts that an object has at a path below the schema. */
export function namesAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const at = path.reduce<z.core.$ZodType | undefined>((outer, key) => outer && partAt(outer, key), schema);
  const structure = at && structureOf(at);
  return structure?.kind === "object" ? Object.keys(structure.parts) : [];
}

function normalizePath([name = "", ...rest]: readonly PropertyKey[], schema: z.core.$ZodType | undefined): string {
  let at = schema;
  const steps = rest.map((key) => {
    const isKey = at !== undefined && structureOf(at).kind === "record";
    at = at && partAt(at, key);
    return isKey ? "*" : normalize(key);
  });
  return [normalize(name), ...steps].join(".");
}

function normalize(key: PropertyKey): string {
  return String(key).toLowerCase().replace(/[_-]/g, "");
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
