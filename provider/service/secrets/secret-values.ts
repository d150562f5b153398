import { type Arguments, type Outputs, secretPaths } from "../../resources/arguments.ts";
import type { NamesInKeys } from "../../resources/resource.ts";
import type { Metadata } from "../requests.ts";

/** The paths of the secrets among the arguments and the outputs of a resource. */
export function secretsOf({ inputs, outputs }: { readonly inputs: Arguments; readonly outputs: Outputs }): string[] {
  const ofOutputs = Object.entries(outputs).flatMap(([name, { secret }]) => (secret === true ? [name] : []));
  return [...secretPaths(inputs), ...ofOutputs];
}

/** Shorter numbers are too common to be masked. */
const SHORTEST_NUMBER = 4;
/** The same for texts of which it is not known whether they are secret. */
const SHORTEST_RELEASED = 4;

/** The inputs or outputs of a resource, with what says which of them are secret. */
export interface SecretSource {
  readonly values: Readonly<Record<string, unknown>>;
  readonly metadata: Metadata;
  /** Values of arguments that the program no longer declares. */
  readonly released?: unknown;
}

/**
 * The texts that are secret in a resource: those at the secret paths of its arguments (`users.*.password`), and those that
 * the program marks as secret. If the program marks a whole record as secret, the names in its keys are secret too.
 *
 * An argument that the program no longer declares is no longer among the marked paths, and no state records whether it
 * was: so each released value counts as secret. Of a released argument with secret paths of its own, only those count:
 * the grants of a user are ordinary words.
 */
export function secretValues(
  { values, metadata, released }: SecretSource,
  { inputs, namesInKeys = {} }: { readonly inputs: Arguments; readonly namesInKeys?: NamesInKeys | undefined },
): readonly string[] {
  const own = secretPaths(inputs).map((path) => path.split("."));
  const marked = metadata.secretPaths ?? [];
  const atPath = (path: readonly string[]) => [...textsAt(values, path), ...textsAt(released, path)];
  const others = Object.entries(isObject(released) ? released : {}).filter(
    ([name]) => !own.some(([argument]) => argument === name),
  );
  return [
    ...own.flatMap(atPath),
    ...marked.flatMap((path) => [...atPath(path), ...namesAt(values, path, namesInKeys)]),
    ...textsIn(Object.fromEntries(others)).filter((text) => text.length >= SHORTEST_RELEASED),
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textsAt(value: unknown, [key, ...rest]: readonly string[]): readonly string[] {
  if (key === undefined) return textsIn(value);
  if (!isObject(value)) return [];
  const inner = Object.entries(value).filter(([name]) => key === "*" || key === name);
  return inner.flatMap(([, item]) => textsAt(item, rest));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return String(value).length < SHORTEST_NUMBER ? [] : [String(value)];
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function namesAt(
  values: SecretSource["values"],
  [name, ...rest]: readonly string[],
  namesInKeys: NamesInKeys,
): readonly string[] {
  if (name === undefined || rest.length > 0 || !Object.hasOwn(namesInKeys, name)) return [];
  const record = values[name];
  if (!isObject(record) || Array.isArray(record)) return [];
  return Object.keys(record).flatMap((key) => namesInKeys[name]?.(key) ?? []);
}
