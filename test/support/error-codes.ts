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

/** Codes that no class has: the host's name for what is no TroveError, and a partial failure of such a cause. */
export const codesWithoutClass: readonly string[] = ["TROVE_BUG", "TROVE_INTERRUPTED"];

/** The provider's sources. */
export function providerSources(): { readonly file: string; readonly text: string }[] {
  return globSync("provider/**/*.ts", { cwd: root }).map((file) => ({
    file: join(root, file),
    text: readFileSync(join(root, file), "utf8"),
  }));
}

/** The classes of the provider's errors. */
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
