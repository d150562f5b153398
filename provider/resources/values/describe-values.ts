import { plainText } from "../../core/server-text.ts";

const LONGEST = 120;

/** The values before and after a change, as text. */
export interface DescribedValues {
  /** Undefined if the value before is not known. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Describes a change. Of two objects, only the parts that differ are described. */
export function describeValues(before: unknown, after: unknown): DescribedValues {
  const [old, now] = isObject(before) && isObject(after) ? differingParts(before, after) : [before, after];
  return { before: old === undefined ? undefined : describeValue(old), after: describeValue(now) };
}

/** Describes a value in one bounded line of plain text, since others may have chosen it in the cloud. */
export function describeValue(value: unknown): string {
  const text = plainText(inNotation(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function inNotation(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inNotation).join(", ")}]`;
  if (!isObject(value)) return value === undefined ? "none" : String(value);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return parts.length === 0 ? "{}" : `{ ${parts.map(([key, part]) => `${key}: ${inNotation(part)}`).join(", ")} }`;
}

function differingParts(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const differs = (key: string) => inNotation(before[key]) !== inNotation(after[key]);
  const only = (record: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => differs(key)));
  return [only(before), only(after)];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
