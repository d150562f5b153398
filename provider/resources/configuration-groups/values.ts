import { createHash } from "node:crypto";
import type { ConfigurationValue } from "../../trove/types.ts";

/** The values of a configuration group as a program declares them. A large integer is a string of digits. */
export type DeclaredValues = Readonly<Record<string, DeclaredValue>>;
export type DeclaredValue = string | number | boolean;

type ReportedValues = Readonly<Record<string, ConfigurationValue>>;

/**
 * What Trove shows in place of a secret: of the whole value if the name of the parameter has a word such as `token` or
 * `password` in it, of a part if the value itself looks like a password (`oslo_utils/strutils.py`, `mask_dict_password`).
 */
export const MASK = "***";

/**
 * The values that the cloud reports, each in the form in which the program declares it if it is the same value. A value
 * that Trove masks counts as the one that was set last.
 *
 * @param declared the values that the program declares, or that an operation set last
 */
export function currentValues(declared: DeclaredValues, reported: ReportedValues): DeclaredValues {
  const entries = Object.entries(reported).map(([name, value]) => {
    const own = Object.hasOwn(declared, name) ? declared[name] : undefined;
    return [name, own !== undefined && isReportedAs(own, value) ? own : toDeclared(value)];
  });
  return Object.fromEntries(entries);
}

/** Whether the cloud reports exactly these values. */
export function areReportedAs(declared: DeclaredValues, reported: ReportedValues): boolean {
  const names = Object.keys(declared);
  if (names.length !== Object.keys(reported).length) return false;
  return names.every((name) => {
    const [own, value] = [declared[name], Object.hasOwn(reported, name) ? reported[name] : undefined];
    return own !== undefined && value !== undefined && isReportedAs(own, value);
  });
}

/**
 * Whether two values are the same for Trove. Programs in YAML and stack configuration give numbers and booleans as
 * strings, so `"100"` is the same as `100`. Two strings are compared as they are.
 */
export function isSameValue(one: ConfigurationValue, other: ConfigurationValue): boolean {
  return typeof one === typeof other ? one === other : toText(one) === toText(other);
}

/**
 * A text that changes whenever the values in the cloud change.
 *
 * @param known the values that were set last, which stand for those that Trove masks
 */
export function revisionOf(reported: ReportedValues, known: DeclaredValues): string {
  const entries = Object.entries(reported).map(([name, value]) => {
    const isMasked = typeof value === "string" && value.includes(MASK);
    const own = isMasked && Object.hasOwn(known, name) ? known[name] : undefined;
    return [name, own === undefined ? typed(value) : toText(own)] as const;
  });
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}

function isReportedAs(declared: DeclaredValue, reported: ConfigurationValue): boolean {
  if (typeof reported !== "string" || !reported.includes(MASK)) return isSameValue(declared, reported);
  const parts = reported.split(MASK).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(String(declared));
}

function toDeclared(value: ConfigurationValue): DeclaredValue {
  return typeof value === "bigint" ? String(value) : value;
}

const INTEGER = /^-?\d+$/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The same text for the same value, whether it is a number or a string: `1.5` for `1.5` and for `"1.50"`. */
function toText(value: ConfigurationValue): string {
  if (typeof value !== "string") return String(value);
  if (INTEGER.test(value)) return String(BigInt(value));
  return NUMBER.test(value) ? String(Number(value)) : value;
}

function typed(value: ConfigurationValue): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
