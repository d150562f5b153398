import { badRequest, internalError } from "../api-fault.ts";
import { pythonText } from "../python-text.ts";
import { check, type Path, type Violation, type Words } from "./check.ts";
import type { Schema } from "./schema.ts";

/**
 * Refuses an invalid body with the message of `format_validation_msg` (`trove/common/wsgi.py`). That function fails if
 * the violation concerns the whole body, so an empty object is answered with 500.
 */
export function validate(schema: Schema, body: unknown, words: Words): void {
  const violations = check(schema, body, words).sort((one, other) => comparePaths(one.path, other.path));
  if (violations.length === 0) return;
  if (violations.some(({ path }) => path.length === 0)) throw internalError();
  throw badRequest(`Validation error: ${violations.map(describe).join("; ")}`);
}

function describe({ path, message, reasons }: Violation): string {
  const [first, ...rest] = path;
  const place = `${first}${rest.map((step) => `[${pythonText(step)}]`).join("")}`;
  return [`${place} ${message}`, ...reasons].join("; ");
}

function comparePaths(one: Path, other: Path): number {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (step !== against) return step < against ? -1 : 1;
  }
  return one.length - other.length;
}
