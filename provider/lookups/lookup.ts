import { z } from "zod";
import { checkArguments, type Output, type Outputs } from "../resources/arguments.ts";
import type { Context } from "../resources/context.ts";
import type { Failure } from "../resources/resource.ts";
import { documented, named } from "../resources/schema/documented.ts";
import { withoutDefault } from "../resources/schema/structure.ts";

/** An argument of a lookup. Its schema is optional if a program may leave it out. */
interface LookupArgument extends Output {
  /** The kind of resource that a TypeScript program can give instead of an id: `Instance`. */
  readonly refersTo?: string;
}

export type LookupArguments = Readonly<Record<string, LookupArgument>>;

type ValuesOf<Table extends Outputs> = z.infer<z.ZodObject<Parts<Table>>>;

/** A function that reads what exists in the cloud, as a host serves it. It changes nothing. */
export interface Lookup {
  /** `getInstance`, of the function `trove:index:getInstance`. */
  readonly name: string;
  /** For the documentation and the package schema. */
  readonly description: string;
  readonly arguments: LookupArguments;
  readonly results: Outputs;
  /** Every failure of the arguments, with its path. */
  check(args: Readonly<Record<string, unknown>>): Failure[];
  /** @param args that `check` accepts */
  run(args: Readonly<Record<string, unknown>>, context: LookupContext): Promise<Readonly<Record<string, unknown>>>;
}

/** What a lookup reads from: the client, the shared reads of instances, and the lists that the process reads once. */
export type LookupContext = Pick<Context, "trove" | "poller" | "cache" | "signal">;

interface Definition<Arguments extends LookupArguments, Results extends Outputs> {
  readonly name: string;
  readonly description: string;
  readonly arguments: Arguments;
  readonly results: Results;
  /** Failures of arguments that are valid one by one. */
  readonly check?: (args: ValuesOf<Arguments>) => Failure[];
  readonly run: (args: ValuesOf<Arguments>, context: LookupContext) => Promise<ValuesOf<Results>>;
}

/** A lookup with the types of its tables. */
export function defineLookup<Arguments extends LookupArguments, Results extends Outputs>(
  definition: Definition<Arguments, Results>,
): Lookup {
  const { check = () => [], run, ...rest } = definition;
  const table = Object.fromEntries(
    Object.entries(rest.arguments).map(([name, { schema }]) => [
      name,
      withoutDefault(schema) === schema ? { schema, isRequired: true as const } : { schema },
    ]),
  );
  return {
    ...rest,
    check(args) {
      const failures = checkArguments(table, args, NO_OTHER_NAMES);
      return failures.length > 0 ? failures : check(args as ValuesOf<Arguments>);
    },
    run: (args, context) => run(args as ValuesOf<Arguments>, context),
  };
}

/** Programs call the functions by their own names, so nothing is known of other tools' names. */
const NO_OTHER_NAMES = { paths: {}, advice: {} };

type Parts<Table extends Outputs> = { -readonly [Name in keyof Table]: Table[Name]["schema"] };

/** The schema of an item of a list, from a table of outputs. Its type has a name in the SDK and in the package schema. */
export function itemOf<Table extends Outputs>(typeName: string, table: Table): z.ZodObject<Parts<Table>> {
  const parts = Object.entries(table).map(([name, { schema, ...text }]) => [name, documented(schema, text)]);
  return named(typeName, z.object(Object.fromEntries(parts) as Parts<Table>));
}
