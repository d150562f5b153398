import { unknownValue } from "../../resources/values/unknown-value.ts";
import { openSecret } from "./secret-envelopes.ts";

/** Pulumi's text for a value that is unknown in a preview (`sdk/nodejs/runtime/rpc.ts`). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type WireObject = Record<string, unknown>;

/**
 * Copies a value as plain JSON, as everything must be that goes to the engine. The dynamic host throws on `undefined`, a
 * function or a frozen object after the request to the cloud has succeeded, which would lose a created resource.
 */
export function toWire(value: object): WireObject {
  return encode(value) as WireObject;
}

/**
 * Decodes unknown values and marked secrets. The engine opens secrets for the dynamic host (`acceptSecrets: false`), but not
 * those in the bookkeeping.
 */
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
