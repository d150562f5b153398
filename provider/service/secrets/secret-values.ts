import type { WireObject } from "../../hosts/dynamic/wire.ts";

/** Numbers of fewer digits are everywhere. */
const SHORTEST_NUMBER = 4;
/** The same for texts that may be no secret. */
const SHORTEST_RELEASED = 4;
/** Where a state keeps what the program no longer declares. */
const RELEASED: readonly string[] = ["__state", "released"];

/** Records whose keys are the program's own texts. Every other key is the name of an argument, which is no secret. */
const KEYED: readonly string[] = ["users", "databases"];

/**
 * The texts that are secret in inputs or a state: those at the resource's own paths (`users.*.password`), and those that
 * the program gave as secrets. Where it gave all users or all databases as one secret, their names are secret too.
 * An argument that the program no longer declares has left the paths that were given as secrets, and no state tells
 * whether it was among them: so each of those counts. Of released users only the paths do: a grant is an ordinary word.
 */
export function secretValues(properties: WireObject, paths: readonly string[]): readonly string[] {
  const own = paths.map((path) => path.split("."));
  const given = Array.isArray(properties.__secrets) ? properties.__secrets.filter(Array.isArray) : [];
  const anywhere = (path: readonly unknown[]) => [
    ...textsAt(properties, path),
    ...textsAt(properties, [...RELEASED, ...path]),
  ];
  const { users: _, ...released } = objectAt(properties, RELEASED);
  return [
    ...own.flatMap(anywhere),
    ...given.flatMap((path) => [...anywhere(path), ...namesAt(properties, path)]),
    ...textsIn(released).filter((text) => text.length >= SHORTEST_RELEASED),
  ];
}

function objectAt(value: WireObject, path: readonly string[]): WireObject {
  const inner = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
  return isObject(inner) ? inner : {};
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null;
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
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A user is keyed by `name@host`, and an error can have the name alone as well. */
function namesAt(properties: WireObject, [key, ...rest]: readonly unknown[]): readonly string[] {
  if (typeof key !== "string" || rest.length > 0 || !KEYED.includes(key)) return [];
  const record = properties[key];
  if (typeof record !== "object" || record === null || Array.isArray(record)) return [];
  return Object.keys(record).flatMap((name) => {
    const at = name.lastIndexOf("@");
    return at > 0 ? [name, name.slice(0, at)] : [name];
  });
}
