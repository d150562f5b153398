import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const CLASS =
  /class (\w+)[^{]*extends (\w+)[^{]*\{(?:(?!\nclass |\nexport class )[\s\S])*?readonly code(?:: string)? = "(TROVE_\w+)"/g;

export interface ErrorClass {
  readonly file: string;
  readonly name: string;
  readonly code: string;
}

/** Codes without a class: the host's, for an error that is not a TroveError and for a partial failure it causes. */
export const codesWithoutClass: readonly string[] = ["TROVE_BUG", "TROVE_INTERRUPTED"];

/** The source files of the provider. */
export function providerSources(): { readonly file: string; readonly text: string }[] {
  return globSync("provider/**/*.ts", { cwd: root }).map((file) => ({
    file: join(root, file),
    text: readFileSync(join(root, file), "utf8"),
  }));
}

/** The error classes of the provider. */
export function errorClasses(): ErrorClass[] {
  return providerSources().flatMap(({ file, text }) =>
    [...text.matchAll(CLASS)].map(([, name = "", , code = ""]) => ({ file, name, code })),
  );
}

/** The codes that docs/errors.md explains, in its order. */
export function documentedCodes(): string[] {
  const rows = readFileSync(join(root, "docs/errors.md"), "utf8").matchAll(/^\| `(TROVE_\w+)` +\| \S.* \| \S.* \|$/gm);
  return [...rows].map(([, code = ""]) => code);
}
