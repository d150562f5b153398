import { lookups } from "../../provider/lookups/index.ts";
import type { Lookup } from "../../provider/lookups/lookup.ts";
import { type Field, namedTypes, type ObjectType, outputFields, type Type } from "./model.ts";
import { type FunctionSchemas, objectOf, TOKEN } from "./package-schema.ts";
import { resources } from "./resources.ts";

/** A lookup, read from its tables. */
export interface FunctionModel {
  /** `getInstance` */
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly FunctionArgument[];
  /** Whether a call without any argument fails. */
  readonly needsArguments: boolean;
  readonly results: readonly Field[];
}

export interface FunctionArgument extends Field {
  /** The kind of resource that a TypeScript program can give instead of an id. */
  readonly refersTo: string | undefined;
}

/** All functions, in the order of the documentation. */
export const functions: readonly FunctionModel[] = lookups.map(modelOf);

function modelOf({ name, description, arguments: table, results, check }: Lookup): FunctionModel {
  const refersTo = (argument: string) => table[argument]?.refersTo;
  return {
    name,
    description,
    arguments: outputFields(table).map((field) => ({ ...field, refersTo: refersTo(field.name) })),
    needsArguments: check({}).length > 0,
    results: outputFields(results),
  };
}

/** The named types that the functions share with a resource, by name. Their names in the schema begin with the resource's. */
export const sharedTypes: ReadonlyMap<string, string> = new Map(
  resources
    .filter(({ model }) => model.typePrefix === "")
    .flatMap(({ model }) =>
      [...namedTypes([...model.arguments, ...model.outputs]).keys()].map((type) => [type, model.name] as const),
    ),
);

/** The named types that only functions have. */
export function ownTypes(models: readonly FunctionModel[]): readonly ObjectType[] {
  const fields = models.flatMap((model) => [...model.arguments, ...model.results]);
  return [...namedTypes(fields)].filter(([name]) => !sharedTypes.has(name)).map(([, { type }]) => type);
}

/** The functions of the package schema, and the types that no resource has. */
export function functionSchemas(models: readonly FunctionModel[]): FunctionSchemas {
  const object = (fields: readonly Field[]) => objectOf({ fields: fields.map(withSchemaNames) }, "");
  return {
    types: Object.fromEntries(ownTypes(models).map((type) => [`${TOKEN}${type.name}`, object(type.fields)])),
    functions: Object.fromEntries(
      models.map((model) => [
        `${TOKEN}${model.name}`,
        {
          description: model.description,
          ...(model.arguments.length === 0 ? {} : { inputs: object(model.arguments) }),
          outputs: object(model.results),
        },
      ]),
    ),
  };
}

function withSchemaNames(field: Field): Field {
  return { ...field, type: schemaType(field.type) };
}

function schemaType(type: Type): Type {
  if (type.kind === "list") return { kind: "list", item: schemaType(type.item) };
  if (type.kind !== "object" || type.name === undefined) return type;
  return { ...type, name: `${sharedTypes.get(type.name) ?? ""}${type.name}` };
}
