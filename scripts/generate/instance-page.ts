import type { Field, ResourceModel, Type } from "./model.ts";
import { plainType } from "./typescript.ts";

/** `docs/instance.md` with its tables generated from the model. */
export function instancePage(page: string, model: ResourceModel): string {
  return withTable(withTable(page, "arguments", argumentTable(model)), "outputs", outputTable(model));
}

function withTable(page: string, name: string, table: string): string {
  const between = new RegExp(`(<!-- ${name}: [^\n]*-->\n).*?(<!-- end -->)`, "s");
  if (!between.test(page)) throw new Error(`docs/instance.md has no markers for the ${name}.`);
  return page.replace(between, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
}

function argumentTable({ arguments: fields }: ResourceModel): string {
  const rows = rowsOf(fields).map(({ path, type, required, doc, default: fallback, changeDoc }) =>
    row(`\`${path}\``, `${inputType(type)}${required ? ", required" : ""}`, doc, fallback, changeDoc),
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
  return table(["output", "type", "what it is"], rows);
}

/** Each argument, followed by its parts: `volume.size`, `users[].name`. */
function rowsOf(fields: readonly Field[], at = ""): (Field & { readonly path: string })[] {
  return fields.flatMap((field) => {
    const path = `${at}${field.name}`;
    const { type } = field;
    if (type.kind === "object") return [{ ...field, path }, ...rowsOf(type.fields, `${path}.`)];
    if (type.kind === "keyed") return [{ ...field, path }, ...rowsOf([...type.key, ...type.item.fields], `${path}[].`)];
    return [{ ...field, path }];
  });
}

function inputType(type: Type): string {
  if (type.kind === "object") return "object";
  if (type.kind === "keyed") return "object[]";
  return `\`${outputType(type)}\``;
}

/** A type with its objects spelled out. */
function outputType(type: Type): string {
  if (type.kind === "list") return `${outputType(type.item)}[]`;
  if (type.kind === "keyed") return `Record<string, ${outputType(type.item)}>`;
  if (type.kind !== "object") return plainType(type);
  const parts = type.fields.map((field) => `${field.name}${field.required ? "" : "?"}: ${outputType(field.type)}`);
  return `{ ${parts.join(", ")} }`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => "---")), ...rows, ""].join("\n");
}

function row(...cells: readonly (string | undefined)[]): string {
  return `| ${cells.map((cell = "") => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
