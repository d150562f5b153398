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
