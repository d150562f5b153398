// Finds the words that etc/glossary.json retires: declared names, and phrases in comments, strings and Markdown.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./root.ts";

export interface Glossary {
  /** The replacement of each retired name. */
  readonly identifiers: Readonly<Record<string, string>>;
  /** The replacement of each retired phrase; the keys are patterns. */
  readonly phrases: Readonly<Record<string, string>>;
}

export interface Finding {
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** The findings in one TypeScript or Markdown file, ordered by line. */
export function findRetired(file: string, text: string, glossary: Glossary): Finding[] {
  if (!file.endsWith(".ts")) return phrasesIn(text, 0, text, glossary);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const findings = [...namesIn(source, glossary), ...commentsAndTexts(source, glossary)];
  return findings.sort((one, other) => one.line - other.line);
}

function namesIn(source: ts.SourceFile, { identifiers }: Glossary): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const name = declaredName(node);
    const instead = name !== undefined && Object.hasOwn(identifiers, name.text) ? identifiers[name.text] : undefined;
    if (name !== undefined && instead !== undefined) {
      findings.push({ line: lineAt(source.text, name.getStart(source)), found: name.text, instead });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** Nodes with a `name` that they do not declare, and object keys, which can be keys of a state or a request. */
const USES: readonly ((node: ts.Node) => boolean)[] = [
  ts.isPropertyAccessExpression,
  ts.isMetaProperty,
  ts.isPropertyAssignment,
  ts.isShorthandPropertyAssignment,
  ts.isImportSpecifier,
  ts.isExportSpecifier,
];

function declaredName(node: ts.Node): ts.Identifier | ts.PrivateIdentifier | undefined {
  const { name } = node as { readonly name?: ts.Node };
  if (name === undefined || USES.some((isUse) => isUse(node))) return undefined;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? name : undefined;
}

function commentsAndTexts(source: ts.SourceFile, glossary: Glossary): Finding[] {
  const { text } = source;
  const findings: Finding[] = [];
  const seen = new Set<number>();
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
      if (seen.has(pos)) continue;
      seen.add(pos);
      findings.push(...phrasesIn(text.slice(pos, end), pos, text, glossary));
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const start = node.getStart(source);
      findings.push(...phrasesIn(text.slice(start, node.getEnd()), start, text, glossary));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** @param start the offset of `part` in `whole`. */
function phrasesIn(part: string, start: number, whole: string, { phrases }: Glossary): Finding[] {
  return Object.entries(phrases).flatMap(([pattern, instead]) => {
    const words = new RegExp(`\\b(?:${pattern.replaceAll(" ", "[\\s*]+")})\\b`, "gi");
    return [...part.matchAll(words)].map(({ 0: found, index }) => ({
      line: lineAt(whole, start + index),
      found: found.replace(/[\s*]+/g, " "),
      instead,
    }));
  });
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

/** The files that are searched. */
const FILES = [
  "{bench,examples,provider,scripts,sdk,simulator,test}/**/*.ts",
  "{docs,simulator}/**/*.md",
  "{README,CONTRIBUTING}.md",
];

if (import.meta.main) {
  const glossary: Glossary = JSON.parse(readFileSync(join(root, "etc/glossary.json"), "utf8"));
  // The script's own test contains retired words.
  const exclude = (name: string) => /(^|\/)(node_modules|dist|glossary\.test\.ts)$/.test(name);
  const lines = globSync(FILES, { cwd: root, exclude }).flatMap((file) =>
    findRetired(file, readFileSync(join(root, file), "utf8"), glossary).map(
      ({ line, found, instead }) => `${file}:${line}: "${found}" → ${instead}`,
    ),
  );
  for (const line of lines) console.error(line);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
