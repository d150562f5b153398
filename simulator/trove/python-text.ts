import { JsonFloat } from "./json.ts";

/** Python's `repr` of a value: Trove's messages quote refused values with it. */
export function pythonText(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (value instanceof JsonFloat) return Number.isInteger(value.value) ? `${value.value}.0` : `${value.value}`;
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, item]) => `${quoted(key)}: ${pythonText(item)}`)
      .join(", ")}}`;
  }
  return String(value);
}

/**
 * A message as Trove's exceptions show it: they drop a percent sign before a digit and then apply the `%` operator
 * (`trove/common/exception.py`, `safe_fmt_string`).
 */
export function formatted(message: string): string {
  const safe = message.replace(/%(?=\d)/g, "");
  const signs = safe.match(/%[^%A-Za-z]*(?:.|$)/gs) ?? [];
  const conversions = signs.filter((sign) => sign !== "%%");
  const [only] = conversions;
  if (conversions.length > 1 || (only !== undefined && !/^%[sra]$/.test(only))) return safe;
  return safe.replace(/%(.)/gs, (_, sign: string) => (sign === "%" ? "%" : "{}"));
}

function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(mark, `\\${mark}`);
  return `${mark}${escaped}${mark}`;
}
