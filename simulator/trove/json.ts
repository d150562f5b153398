/** A JSON number with a fraction or an exponent: Python's `float`, which the schemas distinguish from an integer. */
export class JsonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

export function parseJson(text: string): unknown {
  const revive: Reviver = (_key, value, context) =>
    typeof value === "number" && /[.eE]/.test(context?.source ?? "") ? new JsonFloat(value) : value;
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonFloat);
}
