import type { WireObject } from "./wire.ts";

/** Numbers of fewer digits are everywhere. */
const SHORTEST_NUMBER = 4;

/**
 * The texts that are secret in inputs or a state: those at the resource's own paths (`users.*.password`), and those that
 * the program gave as secrets. Of a record that is secret as a whole its keys are secret too.
 */
export function secretValues(properties: WireObject, paths: readonly string[]): readonly string[] {
  const own = paths.flatMap((path) => textsAt(properties, path.split(".")));
  const given = Array.isArray(properties.__secrets) ? properties.__secrets.filter(Array.isArray) : [];
  return [...own, ...given.flatMap((path) => textsAt(properties, path))];
}

function textsAt(value: unknown, [key, ...rest]: readonly unknown[]): readonly string[] {
  if (key === undefined) return textsIn(value);
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).filter(([name]) => key === "*" || key === name);
  return inner.flatMap(([, item]) => textsAt(item, rest));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return String(value).length < SHORTEST_NUMBER ? [] : [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...keyTexts(key), ...textsIn(item)]);
}

/** A user is keyed by `name@host`, and told by name alone as well. */
function keyTexts(key: string): readonly string[] {
  const at = key.lastIndexOf("@");
  return at > 0 ? [key, key.slice(0, at)] : [key];
}
