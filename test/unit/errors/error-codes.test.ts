import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { TroveError } from "../../../provider/core/trove-error.ts";
import { codesWithoutClass, documentedCodes, errorClasses, providerSources } from "../../support/error-codes.ts";

test("every code in the provider's source is that of a class, or one of those that need none", () => {
  const texts = providerSources().map(({ text }) => text);
  const written = new Set(texts.flatMap((text) => text.match(/(?<=["[])TROVE_[A-Z_]+(?=["\]])/g) ?? []));
  const known = [...errorClasses().map(({ code }) => code), ...codesWithoutClass];
  assert.deepEqual([...written].sort(), known.sort());
});

test("docs/errors.md has exactly one row for every code, with its meaning and remedy", () => {
  const known = [...errorClasses().map(({ code }) => code), ...codesWithoutClass];
  assert.deepEqual(documentedCodes().sort(), known.sort());
});

test("no two classes of errors share a code", () => {
  const codes = errorClasses().map(({ code }) => code);
  assert.deepEqual([...new Set(codes)], codes);
});

test("every class with a code extends TroveError", async () => {
  for (const { file, name } of errorClasses()) {
    const module = (await import(pathToFileURL(file).href)) as Record<string, { readonly prototype: unknown }>;
    assert.ok(module[name]?.prototype instanceof TroveError, `${name} in ${file}`);
  }
});
