import { type ApiFault, unprocessable } from "../api-fault.ts";
import type { DatastoreVersion } from "../datastores.ts";
import { JsonFloat } from "../json.ts";
import { type Parameter, type ParameterType, parametersOf } from "./parameter.ts";

export type Values = Readonly<Record<string, unknown>>;

/** The first value that the datastore does not take (`trove/configuration/service.py`, `_validate_configuration`). */
export function validateValues(values: Values, version: DatastoreVersion): void {
  const parameters = new Map(parametersOf(version).map((parameter) => [parameter.name.toLowerCase(), parameter]));
  for (const [key, value] of Object.entries(values)) {
    const parameter = parameters.get(key.toLowerCase());
    if (!parameter) throw notSupported(key, version);
    checkType(key, value, parameter.type);
    if (typeof value === "number") checkRange(key, value, parameter);
  }
}

function notSupported(key: string, { datastore, name }: DatastoreVersion): ApiFault {
  return unprocessable(`The configuration parameter ${key} is not supported for this datastore: ${datastore} ${name}.`);
}

function checkType(key: string, value: unknown, type: ParameterType): void {
  if (isOfType(value, type)) return;
  throw unprocessable(`The value provided for the configuration parameter ${key} is not of type ${type}.`);
}

/** Python's: a boolean is an integer, and an integer is no float. */
function isOfType(value: unknown, type: ParameterType): boolean {
  switch (type) {
    case "integer":
      return typeof value === "number" || typeof value === "boolean";
    case "float":
      return value instanceof JsonFloat;
    default:
      return typeof value === type;
  }
}

function checkRange(key: string, value: number, { min, max }: Parameter): void {
  if (min !== undefined && value < min) {
    throw unprocessable(`The value for the configuration parameter ${key} is less than the minimum allowed: ${min}`);
  }
  if (max !== undefined && value > max) {
    throw unprocessable(`The value for the configuration parameter ${key} is greater than the maximum allowed: ${max}`);
  }
}
