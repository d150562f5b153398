import { z } from "zod";

/** The documentation of an argument, of one of its parts, or of an output, in Markdown. */
export interface Documentation {
  /** What it is: its unit, its limits, and what it excludes. */
  readonly doc: string;
  /** What a change does. A part without it changes as the argument around it does. */
  readonly changeDoc?: string;
  /** The value that applies if the program leaves it out. */
  readonly default?: string;
  /** Whether it is encrypted in state and masked in errors and logs. */
  readonly secret?: boolean;
}

const documentation = z.registry<Documentation>();
const typeNames = z.registry<{ readonly typeName: string }>();

/** A copy of a schema with documentation of its own: the rules in `rules.ts` are shared by many arguments. */
export function documented<Schema extends z.ZodType>(schema: Schema, text: Documentation): Schema {
  const copy = schema.clone();
  documentation.add(copy, text);
  return copy;
}

export function documentationOf(schema: z.core.$ZodType): Documentation | undefined {
  return documentation.get(schema);
}

/** Names the type of an object in the SDK and in the package schema: `Volume`, and `VolumeArgs` for its inputs. */
export function named<Schema extends z.ZodType>(typeName: string, schema: Schema): Schema {
  typeNames.add(schema, { typeName });
  return schema;
}

export function typeNameOf(schema: z.core.$ZodType): string | undefined {
  return typeNames.get(schema)?.typeName;
}
