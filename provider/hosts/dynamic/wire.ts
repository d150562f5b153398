import { unknownValue } from "../../resources/values/unknown-value.ts";
import { openSecret } from "./secret-envelopes.ts";

/** How Pulumi's engine writes a value that a preview does not know yet (`sdk/nodejs/runtime/rpc.ts`). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type WireObject = Record<string, unknown>;

/**
 * The one choke point of all that goes to the engine: a deep copy of plain JSON. The dynamic host throws on `undefined`,
 * a function or a frozen object only after the cloud has done its part, which would lose what was created.
 */
export function toWire(value: object): WireObject {
  return encode(value) as WireObject;
}

/** The engine opens secrets for a dynamic provider (`acceptSecrets: false`); a state as it left here is understood too. */
export function fromWire(value: unknown): WireObject {
  return decode(value) as WireObject;
}

function encode(value: unknown): unknown {
  if (value === unknownValue) return UNKNOWN;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => encode(item) ?? null);
  if (value instanceof Set) return encode([...value]);
  if (value instanceof Map) return encode(Object.fromEntries(value));
  if (typeof value !== "object") return undefined;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, encode(inner)] as const)
    .filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(kept);
}

function decode(value: unknown): unknown {
  if (value === UNKNOWN) return unknownValue;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const secret = openSecret(value);
  if (secret !== undefined) return decode(secret.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decode(inner)]));
}
