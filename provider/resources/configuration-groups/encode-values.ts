import type { ConfigurationParameter, ConfigurationValue } from "../../trove/types.ts";
import type { DeclaredValue, DeclaredValues } from "./values.ts";

/** The values of a group as a request has them, and the names of those that are floats. */
export interface EncodedValues {
  readonly values: Readonly<Record<string, ConfigurationValue>>;
  readonly floats: readonly string[];
}

/**
 * Gives each value the type of its parameter: Trove takes no string for a number, and no number for a string
 * (`trove/configuration/service.py`, `_validate_configuration`). A value of an unknown parameter, or one that does not read
 * as the type, stays as it is, and Trove decides.
 */
export function encodeValues(
  declared: DeclaredValues,
  parameters: ReadonlyMap<string, ConfigurationParameter>,
): EncodedValues {
  const entries = Object.entries(declared);
  const encoded = entries.map(([name, value]) => [
    name,
    toType(value, parameters.get(name)?.type) satisfies ConfigurationValue,
  ]);
  const floats = entries.map(([name]) => name).filter((name) => parameters.get(name)?.type === "float");
  return { values: Object.fromEntries(encoded), floats };
}

/** The value with the type of its parameter; the value itself if it does not read as that type. */
export function toType(value: DeclaredValue, type: ConfigurationParameter["type"] | undefined): ConfigurationValue {
  switch (type) {
    case "integer":
      return typeof value === "string" && /^-?\d+$/.test(value) ? toInteger(value) : value;
    case "float":
      return typeof value === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
    case "boolean":
      return value === "true" || value === "false" ? value === "true" : value;
    case "string":
      return typeof value === "number" ? String(value) : value;
    default:
      return value;
  }
}

function toInteger(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
