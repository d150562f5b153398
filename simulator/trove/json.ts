/** A JSON number with a fraction or an exponent: Python's `float`, which the schemas distinguish from an integer. */
export class JsonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/** An integer that a number cannot hold is a `bigint`: Python's integers have no limit. */
export function parseJson(text: string): unknown {
  const revive: Reviver = (_key, value, { source = "" } = {}) => {
    if (typeof value !== "number") return value;
    if (/[.eE]/.test(source)) return new JsonFloat(value);
    return Number.isSafeInteger(value) || source === "" ? value : BigInt(source);
  };
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonFloat);
}
