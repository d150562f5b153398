import * as pulumi from "@pulumi/pulumi";

/** A list of things as a record of them by their keys, so that their order means nothing. */
export interface Keyed {
  readonly record: pulumi.Input<Record<string, unknown> | undefined>;
  /** What is wrong with the list itself; the provider's check reports it. */
  readonly problems: pulumi.Input<Problem[]>;
}

export interface Problem {
  readonly path: string;
  readonly reason: string;
}

type Item = Readonly<Record<string, unknown>>;

/** How the items of one list are keyed. */
export interface Keying {
  /** The argument's name. */
  readonly path: string;
  /** The properties that make the key. */
  readonly key: readonly string[];
  readonly toKey: (item: Item) => string;
  /** What remains of an item beside its key. */
  readonly toValue: (item: Item) => unknown;
}

/**
 * Keys a list. Where the keys are plain strings, every other property stays an input of its own: one unknown password
 * then leaves the rest of a preview known, and one secret makes nothing else secret. Else the list is taken as a whole.
 */
export function keyed(list: pulumi.Input<pulumi.Input<unknown>[] | undefined>, keying: Keying): Keyed | undefined {
  if (list === undefined) return undefined;
  if (Array.isArray(list) && list.every((item) => hasPlainKey(item, keying))) return keyItems(list, keying);
  const whole = pulumi
    .output(list)
    .apply((items) => (items === undefined ? { record: undefined, problems: [] } : keyItems(items as unknown, keying)));
  return { record: whole.apply(({ record }) => record), problems: whole.apply(({ problems }) => problems) };
}

/** The keys of a list in its order, where they are plain strings. */
export function keysOf(
  list: pulumi.Input<pulumi.Input<unknown>[] | undefined> | undefined,
  keying: Keying,
): string[] | undefined {
  if (!Array.isArray(list) || !list.every((item) => hasPlainKey(item, keying))) return undefined;
  return list.map((item) => keying.toKey((item ?? {}) as Item));
}

function hasPlainKey(item: unknown, keying: Keying): boolean {
  if (item === null || item === undefined) return true;
  if (typeof item !== "object" || pulumi.Output.isInstance(item) || item instanceof Promise) return false;
  return keying.key.every((name) => ["string", "undefined"].includes(typeof Reflect.get(item, name)));
}

function keyItems(items: unknown, keying: Keying) {
  if (!Array.isArray(items)) return { record: {}, problems: [{ path: keying.path, reason: "must be a list" }] };
  const record: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, keying, record);
    if (problem === undefined) record[keying.toKey(item)] = keying.toValue(item);
    else problems.push({ path: `${keying.path}[${index}]`, reason: problem });
  }
  return { record, problems };
}

function problemOf(item: unknown, keying: Keying, record: Readonly<Record<string, unknown>>): string | undefined {
  if (item === null || item === undefined) return "must be an object, not null";
  // By its type alone: what stands there may be a secret.
  if (typeof item !== "object") return `must be an object, not a ${typeof item}`;
  const [first = "name"] = keying.key;
  if (typeof Reflect.get(item, first) !== "string") return `needs a ${first}`;
  const key = keying.toKey(item as Item);
  // The engine drops such a key of an object without a word.
  if (key === "__proto__") return `has the ${first} "__proto__", which Pulumi cannot hold`;
  return Object.hasOwn(record, key) ? `is a second "${key}": each may be declared once` : undefined;
}
