import type { Field, ResourceModel, Type } from "./model.ts";
import { plainType } from "./typescript.ts";

/** The page of a resource with its tables generated from the model. */
export function resourcePage(path: string, text: string, model: ResourceModel): string {
  const withArguments = withTable(path, text, "arguments", argumentTable(model));
  return withTable(path, withArguments, "outputs", outputTable(model));
}

/** The page with a table between the markers of this name. */
export function withTable(path: string, page: string, name: string, text: string): string {
  const between = new RegExp(`(<!-- ${name}: [^\n]*-->\n).*?(<!-- end -->)`, "s");
  if (!between.test(page)) throw new Error(`${path} has no markers for the ${name}.`);
  return page.replace(between, (_, begin: string, end: string) => `${begin}\n${text}\n${end}`);
}

function argumentTable({ arguments: fields }: ResourceModel): string {
  const rows = rowsOf(fields).map(({ path, type, required, refersTo, doc, default: fallback, changeDoc }) =>
    row(`\`${path}\``, `${inputType(type, refersTo)}${required ? ", required" : ""}`, doc, fallback, changeDoc),
  );
  return table(["argument", "type", "what it is", "default", "what a change does"], rows);
}

/** The page says in one sentence that arguments are outputs too; the table lists only those that differ as outputs. */
function outputTable({ arguments: declared, outputs }: ResourceModel): string {
  const different = declared.flatMap(({ output, ...field }) =>
    output === undefined ? [] : [{ ...field, doc: output.doc, required: output.isAlwaysSet === true }],
  );
  const rows = [...different, ...outputs].map(({ name, type, required, doc }) =>
    row(`\`${name}\``, `\`${outputType(type)}${required ? "" : " | undefined"}\``, doc),
  );
  return rows.length === 0 ? "There are no others.\n" : table(["output", "type", "what it is"], rows);
}

type Row = Field & { readonly path: string; readonly refersTo?: string | undefined };

/** Each argument, followed by its parts: `volume.size`, `users[].name`. */
function rowsOf(fields: readonly Omit<Row, "path">[], at = ""): Row[] {
  return fields.flatMap((field) => {
    const path = `${at}${field.name}`;
    const { type } = field;
    if (type.kind === "object") return [{ ...field, path }, ...rowsOf(type.fields, `${path}.`)];
    if (type.kind === "keyed" && type.item.kind === "object") {
      return [{ ...field, path }, ...rowsOf([...type.key, ...type.item.fields], `${path}[].`)];
    }
    return [{ ...field, path }];
  });
}

export function inputType(type: Type, refersTo?: string): string {
  if (refersTo !== undefined) return `\`${outputType(type)}\` or \`Trove${refersTo}\``;
  if (type.kind === "object") return "object";
  if (type.kind === "keyed" && type.key.length > 0) return "object[]";
  return `\`${outputType(type)}\``;
}

/** A type with its objects spelled out. */
export function outputType(type: Type): string {
  if (type.kind === "list") return `${outputType(type.item)}[]`;
  if (type.kind === "keyed") return `Record<string, ${outputType(type.item)}>`;
  if (type.kind !== "object") return plainType(type);
  const parts = type.fields.map((field) => `${field.name}${field.required ? "" : "?"}: ${outputType(field.type)}`);
  return `{ ${parts.join(", ")} }`;
}

export function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => "---")), ...rows, ""].join("\n");
}

export function row(...cells: readonly (string | undefined)[]): string {
  return `| ${cells.map((cell = "") => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
