import * as pulumi from "@pulumi/pulumi";

/** A list of objects as a record by their keys, so that the order of the list has no effect. */
export interface Keyed {
  readonly record: pulumi.Input<Record<string, unknown> | undefined>;
  /** What is wrong with the list itself: the provider's check reports it. */
  readonly problems: pulumi.Input<Problem[]>;
}

export interface Problem {
  readonly path: string;
  readonly reason: string;
}

type Item = Readonly<Record<string, unknown>>;

/** How the items of a list are keyed. */
export interface Keying {
  /** The name of the argument. */
  readonly path: string;
  /** The properties whose values, joined by `@`, are the key. */
  readonly key: readonly KeyPart[];
  /** The properties that are secret, whether or not the program gives them as secrets. */
  readonly secrets: readonly string[];
}

export interface KeyPart {
  readonly name: string;
  /** The value if the program leaves it out. */
  readonly default?: string;
}

/**
 * Keys a list. If all keys are plain strings, every other property stays an input of its own: an unknown password leaves
 * the rest of a preview known, and a secret makes nothing else secret. Otherwise the list is resolved as a whole.
 */
export function keyed(list: unknown, keying: Keying): Keyed | undefined {
  if (list === undefined) return undefined;
  if (Array.isArray(list) && list.every((item) => hasPlainKey(item, keying))) return keyItems(list, keying);
  const whole = pulumi
    .output(list)
    .apply((items: unknown) => (items === undefined ? { record: undefined, problems: [] } : keyItems(items, keying)));
  return { record: whole.apply(({ record }) => record), problems: whole.apply(({ problems }) => problems) };
}

/** The keys of a list in its order; `undefined` unless all of them are plain strings. */
export function keysOf(list: unknown, keying: Keying): string[] | undefined {
  if (!Array.isArray(list) || !list.every((item) => hasPlainKey(item, keying))) return undefined;
  return list.map((item) => keyOf((item ?? {}) as Item, keying));
}

function hasPlainKey(item: unknown, { key }: Keying): boolean {
  if (item === null || item === undefined) return true;
  if (typeof item !== "object" || pulumi.Output.isInstance(item) || item instanceof Promise) return false;
  return key.every(({ name }) => ["string", "undefined"].includes(typeof Reflect.get(item, name)));
}

function keyItems(items: unknown, keying: Keying) {
  if (!Array.isArray(items)) return { record: {}, problems: [{ path: keying.path, reason: "must be a list" }] };
  const record: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, keying, record);
    if (problem === undefined) record[keyOf(item, keying)] = withoutKey(item, keying);
    else problems.push({ path: `${keying.path}[${index}]`, reason: problem });
  }
  return { record, problems };
}

function problemOf(item: unknown, keying: Keying, record: Readonly<Record<string, unknown>>): string | undefined {
  if (item === null || item === undefined) return "must be an object, not null";
  // Only the type is named: the value may be a secret.
  if (typeof item !== "object") return `must be an object, not a ${typeof item}`;
  const first = keying.key[0]?.name ?? "name";
  if (typeof Reflect.get(item, first) !== "string") return `needs a ${first}`;
  const key = keyOf(item as Item, keying);
  // The engine silently drops this key of an object.
  if (key === "__proto__") return `has the ${first} "__proto__", which Pulumi cannot hold`;
  return Object.hasOwn(record, key) ? `is a second "${key}": each may be declared once` : undefined;
}

function keyOf(item: Item, { key }: Keying): string {
  return key.map(({ name, default: fallback }) => String(item[name] ?? fallback)).join("@");
}

/** The properties that are not part of the key. */
function withoutKey(item: Item, { key, secrets }: Keying): Record<string, unknown> {
  const rest = Object.entries(item).filter(([property]) => !key.some(({ name }) => name === property));
  return Object.fromEntries(
    rest.map(([property, value]) => {
      const isSecret = secrets.includes(property) && value !== undefined && value !== null;
      return [property, isSecret ? pulumi.secret(value) : value];
    }),
  );
}
