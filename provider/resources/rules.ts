import { isIPv4 } from "node:net";
import { z } from "zod";

// The rules of Trove's request schemas (`trove/common/apischema.py`): a preview refuses what Trove would refuse, by its
// path.

/**
 * `non_empty_string`: 1 to 255 characters with at least one ASCII letter or digit. In its pattern,
 * `^.*[0-9a-zA-Z]+.*$`, a dot matches no line break, and Python's `$` allows one at the end.
 */
export const text = z
  .string("must be a string")
  .min(1, { error: "must not be empty", abort: true })
  .max(255, "must have at most 255 characters")
  .regex(/[0-9a-zA-Z]/, "must contain a letter or a digit (a-z, A-Z, 0-9)")
  .regex(/^[^\n]*\n?$/, "must not hold a line break before its end");

/** The name of a database in MySQL, MariaDB and PostgreSQL has at most 64 characters. */
export const databaseName = text.max(64, "must have at most 64 characters");

export const uuid = z
  .string("must be a string")
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "must be an id (a UUID such as 8a2f3c1e-…)");

export function isUuid(value: unknown): boolean {
  return uuid.safeParse(value).success;
}

export const gibibytes = z
  .int({ error: ({ input }) => `must be a whole number of GiB${typeof input === "string" ? ", not a string" : ""}` })
  .min(1, "must be at least 1 GiB");

export const flag = z.boolean("must be true or false");

export const ipv4 = z.string("must be a string").refine(isIPv4, "must be an IPv4 address such as 10.0.0.5");

/** `allowed_cidrs`: only IPv4. Trove does not check the range of the octets; this rule does. */
export const cidr = z.string("must be a string").refine(
  (value) => {
    const [address = "", bits = "", ...rest] = value.split("/");
    return rest.length === 0 && isIPv4(address) && /^\d{1,2}$/.test(bits) && Number(bits) <= 32;
  },
  {
    error: ({ input }) =>
      `must be an IPv4 range such as 10.0.0.0/8${isIPv4(`${input}`) ? `; for one address write ${input}/32` : ""}`,
  },
);

/**
 * `host_string`: with `%` as a wildcard at the start or the end. In its pattern, `^[%]?[\w(-).]*[%]?$`, `(-)` is the range
 * between two brackets, so a hyphen is not allowed. Python's `\w` is every letter and number of Unicode.
 */
export const userHost = z
  .string("must be a string")
  .min(1, { error: "must not be empty", abort: true })
  .regex(/^[^-]*$/, { error: "must not hold -, which Trove takes in no host", abort: true })
  .regex(/^%?[\p{L}\p{N}_().]*%?$/u, "must be an address, a host name or a pattern such as 10.0.0.%");

/** An object that has no other properties than these. */
export function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: objectError });
}

/** A record whose keys follow a rule. */
export function byName<Key extends z.core.$ZodRecordKey, Value extends z.core.SomeType>(
  key: Key,
  value: Value,
): z.ZodRecord<Key, Value> {
  return z.record(key, value, { error: objectError });
}

/** A text that is one of a few values. Its type in a program is `string`, since programs read such values from configuration. */
export function oneOf(values: readonly string[], error: string): z.ZodString {
  return z.string(error).refine((value) => values.includes(value), { error });
}

export function listOf<Item extends z.core.SomeType>(item: Item): z.ZodArray<Item> {
  return z.array(item, { error: "must be a list" });
}

const objectError = (issue: { readonly code?: string }): string | undefined =>
  issue.code === "invalid_type" ? "must be an object" : undefined;
