import type { z } from "zod";
import { formatPath } from "./property-path.ts";
import type { ChangeKind, Failure, Impact } from "./resource.ts";
import { namesAt, type OtherNames, unknownArgument } from "./schema/unknown-argument.ts";
import { unknownValue } from "./values/unknown-value.ts";

/** One argument of a resource, as data: types, checks, the diff and the documentation come from it. */
export interface Argument {
  readonly schema: z.ZodType;
  /** One sentence for the documentation. */
  readonly description: string;
  /** What happens when its value changes. */
  readonly change: { readonly kind: ChangeKind; readonly impact: Impact; readonly note?: string };
  readonly unit?: string;
  readonly default?: string;
  /** Paths below the argument that are secret; `*` stands for any key. */
  readonly secret?: readonly string[];
}

export type Arguments = Readonly<Record<string, Argument>>;

/** One output of a resource. */
export interface Output {
  readonly schema: z.ZodType;
  /** One or two sentences for the documentation: what it is, units, when it is absent. */
  readonly description: string;
  readonly secret?: boolean;
}

export type Outputs = Readonly<Record<string, Output>>;

/** The type of the inputs that a table of arguments describes, each of them optional. */
export type InputsOf<Table extends Arguments> = {
  -readonly [Name in keyof Table]?: z.infer<Table[Name]["schema"]> | undefined;
};

/** The paths of all that is secret in the inputs: `users.*.password`. */
export function secretPaths(table: Arguments): string[] {
  return Object.entries(table).flatMap(([name, { secret = [] }]) => secret.map((path) => `${name}.${path}`));
}

/**
 * Checks each argument by itself and gives every failure; what is unknown yet is never one.
 *
 * @param otherNames what to suggest in the place of names that other tools use
 */
export function checkArguments(
  table: Arguments,
  inputs: Readonly<Record<string, unknown>>,
  otherNames: OtherNames,
): Failure[] {
  const failures: Failure[] = [];
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
  // A key of a record that breaks the rule for keys: the reason is one level down.
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
