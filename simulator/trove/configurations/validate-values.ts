import { type ApiFault, unprocessable } from "../api-fault.ts";
import type { DatastoreVersion } from "../datastores.ts";
import { JsonFloat } from "../json.ts";
import { pythonText } from "../python-text.ts";
import type { Behavior } from "../release.ts";
import type { Parameter, ParameterType } from "./parameter-types.ts";

export type Values = Readonly<Record<string, unknown>>;

/** Throws for the first invalid value (`trove/configuration/service.py`, `_validate_configuration`). */
export function validateValues(values: Values, version: DatastoreVersion, { checksFloatRange }: Behavior): void {
  const parameters = new Map(version.parameters.map((parameter) => [parameter.name.toLowerCase(), parameter]));
  for (const [key, value] of Object.entries(values)) {
    const parameter = parameters.get(key.toLowerCase());
    if (!parameter) throw notSupported(key, version);
    checkType(key, value, parameter.type);
    if (typeof value === "number" || typeof value === "bigint") checkRange(key, Number(value), parameter, pythonText);
    if (value instanceof JsonFloat && checksFloatRange) checkRange(key, value.value, parameter, floatText);
  }
}

function notSupported(key: string, { datastore, name }: DatastoreVersion): ApiFault {
  return unprocessable(`The configuration parameter ${key} is not supported for this datastore: ${datastore} ${name}.`);
}

function checkType(key: string, value: unknown, type: ParameterType): void {
  if (isOfType(value, type)) return;
  throw unprocessable(`The value provided for the configuration parameter ${key} is not of type ${type}.`);
}

/** Python's `isinstance`: a boolean is an integer, and an integer is not a float. */
function isOfType(value: unknown, type: ParameterType): boolean {
  switch (type) {
    case "integer":
      return ["number", "bigint", "boolean"].includes(typeof value);
    case "float":
      return value instanceof JsonFloat;
    default:
      return typeof value === type;
  }
}

function checkRange(key: string, value: number, { min, max }: Parameter, text: (bound: number) => string): void {
  if (min !== undefined && value < min) {
    throw unprocessable(
      `The value for the configuration parameter ${key} is less than the minimum allowed: ${text(min)}`,
    );
  }
  if (max !== undefined && value > max) {
    throw unprocessable(
      `The value for the configuration parameter ${key} is greater than the maximum allowed: ${text(max)}`,
    );
  }
}

function floatText(bound: number): string {
  return pythonText(new JsonFloat(bound));
}
