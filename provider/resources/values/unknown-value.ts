/** Replaces, in the inputs of a preview, a value that is not known before other resources exist. */
export const unknownValue: unique symbol = Symbol("unknown");

/** Whether a value is unknown, or contains an unknown value at any depth. */
export function holdsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsUnknown);
}

/** The value; `undefined` if it is unknown. */
export function known<Value>(value: Value): Value | undefined {
  return (value as unknown) === unknownValue ? undefined : value;
}
