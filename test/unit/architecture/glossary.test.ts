import assert from "node:assert/strict";
import { test } from "node:test";
import { findRetired, type Glossary } from "../../../scripts/glossary.ts";

const glossary: Glossary = {
  identifiers: { carry: "completeCreate", Row: "PropertyChange" },
  phrases: { "in vain": "say why", "carr(?:y|ies) on": "continues" },
};

function found(file: string, text: string): string[] {
  return findRetired(file, text, glossary).map(({ line, found }) => `${line} ${found}`);
}

test("finds a retired name where it is declared, once", () => {
  const text = [
    "interface Row {}",
    "export function carry(Row: string): string {",
    "  return Row + this.carry;",
    "}",
    "class Steps { readonly #carry = 1; Row(): void {} }",
    "const { carry: other } = { carry };",
    "const { one: Row } = other;",
  ].join("\n");
  assert.deepEqual(found("a.ts", text), ["1 Row", "2 carry", "2 Row", "5 Row", "7 Row"]);
});

test("leaves imported names and the keys of objects alone", () => {
  assert.deepEqual(found("a.ts", 'import { carry } from "./b.ts";\nexport const state = { carry: 1, Row: 2 };\n'), []);
});

test("finds a retired phrase in comments, texts and test titles", () => {
  const text = [
    "/**",
    " * Waits in",
    " * vain.",
    " */",
    `export const a = \`It ${"$"}{1} carries on ${"$"}{2} in vain\`;`,
    "// carry on",
    'test("carries on", () => {});',
  ].join("\n");
  assert.deepEqual(found("a.ts", text), ["2 in vain", "5 carries on", "5 in vain", "6 carry on", "7 carries on"]);
});

test("finds a retired phrase in a page", () => {
  assert.deepEqual(found("a.md", "# A\n\nIt carries\non.\n"), ["3 carries on"]);
});

test("does not find a phrase within a word, or in code", () => {
  assert.deepEqual(found("a.ts", "const invain = carries / on; // invain\n"), []);
});
