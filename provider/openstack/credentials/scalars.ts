import { ConfigError } from "../errors/config-error.ts";

/**
 * Reads a text without the white space around it: each line of an `openrc` with Windows line endings ends in a carriage
 * return. An empty text counts as not set: an `openrc` may set every variable.
 */
export function asText(value: unknown, name: string): string | undefined {
  return toText(value, name)?.trim() || undefined;
}

/** Reads a secret that a person may have chosen: white space can be part of it, except a line break at its end. */
export function asSecret(value: unknown, name: string): string | undefined {
  return toText(value, name)?.replace(/[\r\n]+$/, "") || undefined;
}

/** Reads PEM text, which is kept unchanged, or the path of a PEM file. */
export function asPemOrPath(value: unknown, name: string): string | undefined {
  const text = toText(value, name);
  return text?.includes("-----BEGIN") ? text : text?.trim() || undefined;
}

function toText(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ConfigError(`${name} must be text, not ${describe(value)}.`);
}

/** Reads `true`, `1`, `yes` or `on`, or one of their opposites. */
export function asBoolean(value: unknown, name: string): boolean | undefined {
  const text = asText(value, name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (["true", "1", "yes", "on"].includes(text)) return true;
  if (["false", "0", "no", "off"].includes(text)) return false;
  throw new ConfigError(`${name} must be true or false.`);
}

/** Reads an object, or the JSON text of one. */
export function asObject(value: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null || (typeof value === "string" && value.trim() === "")) return undefined;
  const object = typeof value === "string" ? parse(value, name) : value;
  if (typeof object === "object" && object !== null && !Array.isArray(object)) return object as Record<string, unknown>;
  throw new ConfigError(`${name} must be an object, not ${describe(object)}.`);
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's message: it quotes the text.
    throw new ConfigError(`${name} must be an object, or JSON of one, but it is text that is not JSON.`);
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value !== null && typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Whether an error may show a value: a short word. Anything else may be a secret in the wrong setting. */
export function isWord(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z][A-Za-z0-9_]{0,24}$/.test(value);
}
