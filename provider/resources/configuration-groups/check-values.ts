import { nearestName } from "../../core/nearest-name.ts";
import type { ConfigurationParameter } from "../../trove/types.ts";
import type { KnownParameters } from "../catalog/configuration-parameters.ts";
import { formatPath } from "../property-path.ts";
import type { Failure } from "../resource.ts";
import { unknownValue } from "../values/unknown-value.ts";
import { toType } from "./encode-values.ts";
import { type DeclaredValue, type DeclaredValues, isSameValue, MASK } from "./values.ts";

/**
 * The failures of values that the datastore version does not accept: unknown parameters, wrong types, and integers out of
 * range. A value that is not new is not checked: the group has it already.
 *
 * @param declared any of the values may be unknown in a preview
 * @param before the values that the group has
 */
export function valueFailures(
  declared: DeclaredValues,
  known: KnownParameters,
  before: DeclaredValues = {},
): Failure[] {
  return Object.entries(declared).flatMap(([name, value]) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (isUnknown(value) || (old !== undefined && isSameValue(old, value))) return [];
    const reason = value === MASK ? MASKED : reasonAgainst(name, value, known);
    return reason === undefined ? [] : [{ path: formatPath(["values", name]), reason }];
  });
}

/**
 * The failures of masked values in a request that sets all values of a group. An import has them, and they would replace
 * the real ones.
 */
export function maskFailures(declared: DeclaredValues): Failure[] {
  return Object.entries(declared)
    .filter(([, value]) => value === MASK)
    .map(([name]) => ({ path: formatPath(["values", name]), reason: MASKED }));
}

const MASKED =
  'Trove shows "***" in place of the value, since the name of the parameter has a word such as token or password in it. ' +
  "Declare the value itself";

function reasonAgainst(name: string, value: DeclaredValue, known: KnownParameters): string | undefined {
  if (!known.isComplete) return undefined;
  const parameter = known.byName.get(name);
  if (parameter !== undefined) return typeFailure(value, parameter);
  const near = nearestName(name, [...known.byName.keys()]);
  const next = near === undefined ? "getConfigurationParameters lists those that it has" : `did you mean "${near}"?`;
  return `${known.datastore} has no such configuration parameter; ${next}`;
}

function typeFailure(declared: DeclaredValue, parameter: ConfigurationParameter): string | undefined {
  const value = toType(declared, parameter.type);
  switch (parameter.type) {
    case "integer":
      if (typeof value === "bigint") return rangeFailure(value, parameter);
      if (typeof value !== "number" || !Number.isInteger(value)) return "must be a whole number";
      if (!Number.isSafeInteger(value)) return "is too large for a number, which loses digits: declare it as a string";
      return rangeFailure(BigInt(value), parameter);
    case "float":
      // Trove reports the bounds of a float without their fractions (`trove/configuration/views.py`).
      return typeof value === "number" ? undefined : "must be a number";
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "string":
      return typeof value === "string" ? undefined : "must be a string";
  }
}

function rangeFailure(value: bigint, { min, max }: ConfigurationParameter): string | undefined {
  if (min !== undefined && value < BigInt(Math.trunc(min))) return `must be at least ${min}`;
  if (max !== undefined && value > BigInt(Math.trunc(max))) return `must be at most ${max}`;
  return undefined;
}

function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}
