/** Stands in a preview's inputs for what is not known before other resources exist. */
export const unknownValue: unique symbol = Symbol("unknown");

/** Whether a value is unknown, or holds an unknown at any depth. */
export function holdsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsUnknown);
}

/** The value, or undefined where it is unknown. */
export function known<Value>(value: Value): Value | undefined {
  return (value as unknown) === unknownValue ? undefined : value;
}
