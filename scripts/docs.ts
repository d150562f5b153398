// Writes the tables of docs/instance.md from the SDK's doc comments, or with --check says whether they are what is there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./root.ts";

/** A row: an argument, a part of one (`volume.size`, `users[].name`), or an output. */
interface Field {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  /** The first paragraph of the doc comment: what it is. */
  readonly what: string;
  /** The second: what a change does. */
  readonly change: string;
  readonly fallback: string;
}

type Member = ts.PropertySignature | ts.PropertyDeclaration;

const path = join(root, "docs", "instance.md");

/** The page with its tables as the sources give them. */
function instancePage(page: string): string {
  const args = declarations("sdk/instance-args.ts");
  const outputs = declarations("sdk/trove-instance.ts");
  return withTable(
    withTable(page, "arguments", argumentTable(fieldsOf(args.TroveInstanceArgs ?? [], args))),
    "outputs",
    outputTable(fieldsOf(outputs.TroveInstance ?? [], outputs)),
  );
}

function withTable(page: string, name: string, table: string): string {
  const between = new RegExp(`(<!-- ${name}: [^\n]*-->\n).*?(<!-- end -->)`, "s");
  if (!between.test(page)) throw new Error(`docs/instance.md has no place for the ${name}.`);
  return page.replace(between, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`);
}

function argumentTable(fields: readonly Field[]): string {
  const rows = fields.map(({ path, type, required, what, change, fallback }) =>
    row(`\`${path}\``, `${type}${required ? ", required" : ""}`, what, fallback, change),
  );
  return table(["argument", "type", "what it is", "default", "a change of it"], rows);
}

/** What was declared is an output too, which the page says in one sentence. */
function outputTable(fields: readonly Field[]): string {
  const rows = fields.filter(({ what }) => what !== "").map(({ path, type, what }) => row(`\`${path}\``, type, what));
  return table(["output", "type", "what it is"], rows);
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => "---")), ...rows, ""].join("\n");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The members of each interface and class of a file. */
function declarations(file: string): Record<string, readonly Member[]> {
  const text = readFileSync(join(root, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return Object.fromEntries(
    source.statements.flatMap((statement) => {
      if (!ts.isInterfaceDeclaration(statement) && !ts.isClassDeclaration(statement)) return [];
      const members = [...statement.members].filter(
        (member): member is Member =>
          ts.isPropertySignature(member) || (ts.isPropertyDeclaration(member) && !isStatic(member)),
      );
      return [[statement.name?.text, members]];
    }),
  );
}

function isStatic(member: ts.PropertyDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

/** Each member, and below it those of the `…Args` that it takes. */
function fieldsOf(members: readonly Member[], known: Readonly<Record<string, readonly Member[]>>, at = ""): Field[] {
  return members.flatMap((member) => {
    const name = `${at}${member.name.getText()}`;
    const type = ofMember(member);
    const [, args = "", list = ""] = /^(\w+Args)(\[\])?$/.exec(type) ?? [];
    const field: Field = {
      path: name,
      type: args === "" ? inline(type, known) : `object${list}`,
      required: member.questionToken === undefined,
      ...comment(member),
    };
    return [field, ...fieldsOf(known[args] ?? [], known, `${name}${list}.`)];
  });
}

/** A type without what Pulumi wraps it in. */
function typeText(type: ts.TypeNode): string {
  if (ts.isArrayTypeNode(type)) return `${typeText(type.elementType)}[]`;
  if (ts.isUnionTypeNode(type)) return type.types.map(typeText).join(" | ");
  if (!ts.isTypeReferenceNode(type)) return type.getText();
  const [first, ...rest] = type.typeArguments ?? [];
  if (first === undefined) return type.getText();
  if (/^(pulumi\.)?(In|Out)put$/.test(type.typeName.getText())) return typeText(first);
  return `${type.typeName.getText()}<${[first, ...rest].map(typeText).join(", ")}>`;
}

/** A type in code, the file's own interfaces spelt out. */
function inline(type: string, known: Readonly<Record<string, readonly Member[]>>): string {
  const spelt = type.replace(/\b[A-Z]\w+\b/g, (name) => {
    const members = known[name];
    if (members === undefined) return name;
    const parts = members.map(
      (member) => `${member.name.getText()}${member.questionToken ? "?" : ""}: ${ofMember(member)}`,
    );
    return `{ ${parts.join(", ")} }`;
  });
  return `\`${spelt}\``;
}

/** What may be left out may also be undefined, which goes without saying. */
function ofMember(member: Member): string {
  const text = member.type === undefined ? "unknown" : typeText(member.type);
  return member.questionToken === undefined ? text : text.replace(/ \| undefined$/, "");
}

function comment(member: Member): Pick<Field, "what" | "change" | "fallback"> {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const [what = "", ...more] = oneLine(ts.getTextOfJSDocComment(doc?.comment)).split("\n");
  const fallback = doc?.tags?.find(({ tagName }) => tagName.text === "default");
  return { what, change: more.join(" "), fallback: oneLine(ts.getTextOfJSDocComment(fallback?.comment)) };
}

/** A paragraph a line. */
function oneLine(text = ""): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .join("\n");
}

const before = readFileSync(path, "utf8");
const page = instancePage(before);
if (!process.argv.includes("--check")) {
  writeFileSync(path, page);
} else if (page !== before) {
  console.error("docs/instance.md is not what the doc comments of sdk/ give: run npm run docs.");
  process.exitCode = 1;
}
