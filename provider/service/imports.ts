import type { Arguments } from "../resources/arguments.ts";
import type { StoredResource } from "./requests.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** The part of an imported resource that the program declares. */
export interface ImportedPart {
  readonly declared: string[];
  /** The maps with the declared keys alone, such as `users`. */
  readonly maps: Inputs;
}

/**
 * The state of an import records no arguments, and has all that was read. What the program leaves out is not managed, and
 * must not count as removed: no user is dropped, and no replica is detached.
 *
 * @param inputs what the program declares; `undefined` if only the engine's inputs are known
 */
export function importedPart(
  { outputs, inputs: stored = {}, isImport = false }: StoredResource,
  table: Arguments,
  inputs: object | undefined,
): ImportedPart {
  const declaring: Inputs = isImport && inputs !== undefined ? { ...inputs } : stored;
  const declared = Object.keys(table).filter((name) => isSet(declaring[name]) && isSet(outputs[name]));
  const maps = declared
    .filter((name) => table[name]?.keyedBy !== undefined)
    .map((name) => [name, withKeysOf(outputs[name], declaring[name])]);
  return { declared, maps: Object.fromEntries(maps) };
}

function withKeysOf(value: unknown, declared: unknown): unknown {
  if (!isObject(value) || !isObject(declared)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(declared, key)));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
