import { z } from "zod";
import { nearestName } from "../../core/nearest-name.ts";

/** What to write instead of a name that another tool uses, by the path of that name. */
export interface OtherNames {
  /** Paths as `pathOf` makes them: lower case without `_` and `-`, `*` for the keys of records; values are ours. */
  readonly paths: Readonly<Record<string, string>>;
  /** What to do where no argument takes that. */
  readonly advice: Readonly<Record<string, string>>;
}

/**
 * The reason why an argument is refused that does not exist, with the name that was probably meant.
 *
 * @param path of the argument, its own name last
 * @param known the names that exist beside it
 */
export function unknownArgument(
  path: readonly PropertyKey[],
  known: readonly string[],
  schema: z.ZodType | undefined,
  { paths, advice }: OtherNames,
): string {
  const wanted = pathOf(path, schema);
  const advised = own(advice, wanted);
  if (advised !== undefined) return `unknown argument; ${advised}`;
  const meant = own(paths, wanted) ?? nearestName(String(path.at(-1)), known);
  if (meant !== undefined) return `unknown argument; did you mean "${meant}"?`;
  return `unknown argument; there are ${known.join(", ")}`;
}

/** The names that a schema takes at a path below it. */
export function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const at = path.reduce<unknown>((outer, key) => below(outer, key), schema);
  const object = unwrapped(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function pathOf([name = "", ...rest]: readonly PropertyKey[], schema: z.ZodType | undefined): string {
  let at: unknown = schema;
  const parts = rest.map((key) => {
    const isRecord = unwrapped(at) instanceof z.ZodRecord;
    at = below(at, key);
    return isRecord ? "*" : normalize(key);
  });
  return [normalize(name), ...parts].join(".");
}

function below(schema: unknown, key: PropertyKey): unknown {
  const outer = unwrapped(schema);
  if (outer instanceof z.ZodRecord) return outer.valueType;
  if (outer instanceof z.ZodObject) return own(outer.shape, String(key));
  return outer instanceof z.ZodArray ? outer.element : undefined;
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}

function normalize(key: PropertyKey): string {
  return String(key).toLowerCase().replace(/[_-]/g, "");
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
