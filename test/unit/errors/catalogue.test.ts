import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { TroveError } from "../../../provider/http/trove-error.ts";

const root = join(import.meta.dirname, "../../..");
const CLASS =
  /class (\w+)[^{]*extends (\w+)[^{]*\{(?:(?!\nclass |\nexport class )[\s\S])*?readonly code(?:: string)? = "(TROVE_\w+)"/g;

interface ErrorClass {
  readonly file: string;
  readonly name: string;
  readonly code: string;
}

/** Codes that no class has: the host's name for what is no TroveError, and a partial failure of such a cause. */
const WITHOUT_CLASS: readonly string[] = ["TROVE_BUG", "TROVE_INTERRUPTED"];

function sources(): { readonly file: string; readonly text: string }[] {
  return globSync("provider/**/*.ts", { cwd: root }).map((file) => ({
    file,
    text: readFileSync(join(root, file), "utf8"),
  }));
}

function errorClasses(): ErrorClass[] {
  return sources().flatMap(({ file, text }) =>
    [...text.matchAll(CLASS)].map(([, name = "", , code = ""]) => ({ file, name, code })),
  );
}

function listedCodes(): string[] {
  const rows = readFileSync(join(root, "docs/errors.md"), "utf8").matchAll(/^\| `(TROVE_\w+)` +\| \S.* \| \S.* \|$/gm);
  return [...rows].map(([, code = ""]) => code);
}

test("every code in the provider's source is that of a class, or one of those that need none", () => {
  const written = new Set(sources().flatMap(({ text }) => text.match(/(?<=["[])TROVE_[A-Z_]+(?=["\]])/g) ?? []));
  const known = [...errorClasses().map(({ code }) => code), ...WITHOUT_CLASS];
  assert.deepEqual([...written].sort(), known.sort());
});

test("the catalogue has a row with meaning and cure for every code, and no other", () => {
  const known = [...errorClasses().map(({ code }) => code), ...WITHOUT_CLASS];
  assert.deepEqual(listedCodes().sort(), known.sort());
});

test("no two classes of errors share a code", () => {
  const codes = errorClasses().map(({ code }) => code);
  assert.deepEqual([...new Set(codes)], codes);
});

test("every class with a code extends TroveError", async () => {
  for (const { file, name } of errorClasses()) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Record<
      string,
      { readonly prototype: unknown }
    >;
    assert.ok(module[name]?.prototype instanceof TroveError, `${name} in ${file}`);
  }
});
