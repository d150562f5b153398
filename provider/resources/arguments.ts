import type { z } from "zod";
import type { ChangeKind, Failure, Impact, PropertyChange } from "./diff/property-change.ts";
import { formatPath } from "./property-path.ts";
import { type Documentation, documentationOf } from "./schema/documented.ts";
import { structureOf } from "./schema/structure.ts";
import { namesAt, type OtherNames, unknownArgument } from "./schema/unknown-argument.ts";
import { unknownValue } from "./values/unknown-value.ts";

/**
 * An argument of a resource. The table of arguments is the source of the checks, the diff, the secrets, the SDK's types,
 * the documentation and the package schema; `npm run generate` writes the last three.
 *
 * `State` and `Inputs` are what `onChange` reads. A function may ask for less than the whole state and inputs of the
 * resource, so that other resources can use it.
 */
export interface Argument<State = never, Inputs = never> extends Documentation {
  /** The rules for the value. Its parts are documented in the schema: `documented` and `named` in `schema/`. */
  readonly schema: z.ZodType;
  /**
   * For a record: the properties that make its keys, in their order and joined by `@`. A program declares a list of
   * objects that have these properties too; the SDK makes the record of it, so that the order of the list has no effect.
   */
  readonly keyedBy?: Readonly<Record<string, z.ZodType>>;
  /** Whether each program must declare it. Others can be required depending on the rest: the check knows. */
  readonly isRequired?: true;
  /**
   * For the id of another resource: its kind, such as `Instance`. A TypeScript program can give the resource itself, and a
   * value that is not known yet means that the other resource is created or replaced.
   */
  readonly refersTo?: string;
  /** In TypeScript, the default: an output of the resource that another argument is given. */
  readonly takenFrom?: { readonly argument: string; readonly output: string };
  /** What a change of the value does; a function if that depends on the values or on the parts that change. */
  readonly onChange: Change | ((state: State, inputs: Inputs) => PropertyChange[]);
  /**
   * What happens when the program no longer declares the argument. `unmanage`: the resource keeps the value, and the
   * program may declare it again. `detach`: the removal is a change of its own, which `onChange` describes. `warn`:
   * nothing, with the warning of `onChange`.
   */
  readonly onRemoval: "unmanage" | "detach" | "warn";
  /** False if Trove does not report the value, so that the state keeps it after the program has removed the argument. */
  readonly isReported?: false;
  /** The outputs that a change of the value may change. The others stay known in a preview. */
  readonly affects?: readonly string[];
  /** For an argument that is more than the same value as an output. */
  readonly output?: {
    readonly doc: string;
    /** Whether the output has a value even if the argument is not declared. */
    readonly isAlwaysSet?: boolean;
  };
}

export interface Change {
  readonly kind: ChangeKind;
  readonly impact: Impact;
  /** A clause whose subject is the argument; "changes" by default. */
  readonly reason?: string;
  /** Whether the change does not do what one may expect of it, so that it is shown as a warning. */
  readonly warning?: true;
}

export type Arguments<State = never, Inputs = never> = Readonly<Record<string, Argument<State, Inputs>>>;

/** An output of a resource. */
export interface Output extends Documentation {
  /** The type of the value; optional if the output can be undefined. */
  readonly schema: z.ZodType;
}

export type Outputs = Readonly<Record<string, Output>>;

type RequiredName<Table extends Arguments> = {
  [Name in keyof Table]: Table[Name] extends { readonly isRequired: true } ? Name : never;
}[keyof Table];

/** The inputs that a table of arguments describes. */
export type InputsOf<Table extends Arguments> = {
  -readonly [Name in RequiredName<Table>]: z.infer<Table[Name]["schema"]>;
} & {
  -readonly [Name in Exclude<keyof Table, RequiredName<Table>>]?: z.infer<Table[Name]["schema"]> | undefined;
};

/** The outputs that a table describes. */
export type OutputsOf<Table extends Outputs> = {
  -readonly [Name in keyof Table]: z.infer<Table[Name]["schema"]>;
};

/** The paths of all secrets among the arguments, with `*` for the key of a record: `users.*.password`. */
export function secretPaths(table: Arguments): string[] {
  return Object.entries(table).flatMap(([name, { secret, schema }]) => secretsAt(name, secret, schema));
}

function secretsAt(path: string, isSecret: boolean | undefined, schema: z.core.$ZodType): string[] {
  if (isSecret) return [path];
  const structure = structureOf(schema);
  if (structure.kind === "record")
    return secretsAt(`${path}.*`, documentationOf(structure.item)?.secret, structure.item);
  if (structure.kind !== "object") return [];
  return Object.entries(structure.parts).flatMap(([part, inner]) =>
    secretsAt(`${path}.${part}`, documentationOf(inner)?.secret, inner),
  );
}

/**
 * Checks each argument against its schema and returns every failure. Unknown values are not failures.
 *
 * @param otherNames our names for what other tools call differently, to suggest them
 */
export function checkArguments(
  table: Readonly<Record<string, Pick<Argument, "schema" | "isRequired">>>,
  inputs: Readonly<Record<string, unknown>>,
  otherNames: OtherNames,
): Failure[] {
  const failures: Failure[] = Object.entries(table)
    .filter(([name, { isRequired }]) => isRequired === true && inputs[name] === undefined)
    .map(([name]) => ({ path: name, reason: "is required" }));
  for (const [name, value] of Object.entries(inputs)) {
    if (value === undefined) continue;
    const argument = Object.hasOwn(table, name) ? table[name] : undefined;
    if (argument === undefined) {
      failures.push({ path: name, reason: unknownArgument([name], Object.keys(table), undefined, otherNames) });
    } else {
      const issues = argument.schema.safeParse(value).error?.issues ?? [];
      const unknownAt = (path: readonly PropertyKey[], key: string) =>
        unknownArgument([name, ...path, key], namesAt(argument.schema, path), argument.schema, otherNames);
      failures.push(...issues.flatMap((issue) => toFailures(name, value, issue, unknownAt)));
    }
  }
  return failures;
}

function toFailures(
  name: string,
  value: unknown,
  issue: z.core.$ZodIssue,
  unknownAt: (path: readonly PropertyKey[], key: string) => string,
): Failure[] {
  if (touchesUnknown(value, issue.path)) return [];
  const path = formatPath([name, ...issue.path]);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: formatPath([name, ...issue.path, key]),
      reason: unknownAt(issue.path, key),
    }));
  }
  // The issue of an invalid record key contains the reasons.
  if (issue.code === "invalid_key") return issue.issues.map((inner) => ({ path, reason: inner.message }));
  return [{ path, reason: issue.message }];
}

function touchesUnknown(value: unknown, path: readonly PropertyKey[]): boolean {
  let at = value;
  for (const key of path) {
    if (at === unknownValue) return true;
    if (typeof at !== "object" || at === null) return false;
    at = Reflect.get(at, key);
  }
  return at === unknownValue;
}
