import { type FunctionModel, sharedTypes } from "./functions.ts";
import type { Field } from "./model.ts";
import { inputType, outputType, row, table, withTable } from "./resource-page.ts";

const PAGE = "docs/lookups.md";

/** The page of the functions with the tables of each. */
export function functionPage(text: string, models: readonly FunctionModel[]): string {
  return models.reduce((page, model) => {
    const { name, arguments: fields, results } = model;
    const withArguments =
      fields.length === 0 ? page : withTable(PAGE, page, `arguments of ${name}`, argumentTable(model));
    return withTable(PAGE, withArguments, `results of ${name}`, resultTable(results, models));
  }, text);
}

function argumentTable({ arguments: fields }: FunctionModel): string {
  const rows = fields.map(({ name, type, required, refersTo, doc, default: fallback }) =>
    row(`\`${name}\``, `${inputType(type, refersTo)}${required ? ", required" : ""}`, doc, fallback),
  );
  return table(["argument", "type", "what it is", "default"], rows);
}

function resultTable(results: readonly Field[], models: readonly FunctionModel[]): string {
  const rows = rowsOf(results, models).map(({ path, text, doc }) => row(`\`${path}\``, `\`${text}\``, doc));
  return table(["result", "type", "what it is"], rows);
}

interface Row {
  readonly path: string;
  readonly text: string;
  readonly doc: string | undefined;
}

/**
 * Each result, followed by the parts of the items of its list: `flavors[].id`. Parts that the results of another function
 * have too are left out.
 */
function rowsOf(fields: readonly Field[], models: readonly FunctionModel[], at = ""): Row[] {
  return fields.flatMap(({ name, type, required, doc }) => {
    const path = `${at}${name}`;
    if (type.kind !== "list" || type.item.kind !== "object" || sharedTypes.has(type.item.name ?? "")) {
      return [{ path, text: `${outputType(type)}${required ? "" : " | undefined"}`, doc }];
    }
    const parts = type.item.fields;
    const isRepeated = models.some(({ results }) => results.length === parts.length && sameNames(results, parts));
    return [{ path, text: "object[]", doc }, ...(isRepeated ? [] : rowsOf(parts, models, `${path}[].`))];
  });
}

function sameNames(some: readonly Field[], others: readonly Field[]): boolean {
  return some.every(({ name }, index) => name === others[index]?.name);
}
