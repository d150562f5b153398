/** Pulumi's format of a secret (`sdk/nodejs/runtime/rpc.ts`, `specialSigKey` and `specialSecretSig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

type Properties = Record<string, unknown>;

/**
 * Marks each value at the paths (`users.*.password`) as a secret, unless `known` has a value there too.
 *
 * The engine marks the secrets of what it called with (`pkg/resource/plugin/provider_plugin.go`, `annotateSecrets`). It
 * would store any other value as plain text, such as the password of a user whom the program removed and Trove has not
 * dropped yet. No value is marked twice: if the program marks all users as one secret, so does the engine, and the program
 * reads a secret within a secret as `null`.
 *
 * @param known the properties that the engine called with
 */
export function withSecrets(properties: Properties, paths: readonly string[], known: Properties): Properties {
  return paths.reduce((marked, path) => mark(marked, path.split("."), known) as Properties, properties);
}

/**
 * Marks each value as a secret where `sent` has a secret at the same place. A list with a secret in it becomes one secret,
 * since the provider sorts lists. No value is marked twice.
 */
export function withSecretsOf(properties: Properties, sent: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, markLike(value, at(sent, key))]));
}

/** The paths at which the properties have secrets: `["users", "app@%", "password"]`. A list counts as a whole. */
export function markedPaths(properties: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof properties !== "object" || properties === null) return [];
  if (openSecret(properties) !== undefined) return [path];
  if (Array.isArray(properties)) return holdsSecret(properties) ? [path] : [];
  return Object.entries(properties).flatMap(([key, value]) => markedPaths(value, [...path, key]));
}

function markLike(value: unknown, sent: unknown): unknown {
  if (!holdsSecret(sent)) return value;
  if (isPlainObject(value) && isPlainObject(sent) && openSecret(sent) === undefined) {
    return openSecret(value) === undefined ? withSecretsOf(value, sent) : value;
  }
  return { [SIGNATURE]: SECRET, value: withoutSecrets(value) };
}

/** The value without the marks of secrets. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isPlainObject(value)) return value;
  const secret = openSecret(value);
  if (secret !== undefined) return withoutSecrets(secret.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return openSecret(value) !== undefined || Object.values(value).some(holdsSecret);
}

function isPlainObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a secret; `undefined` if the object is not a secret. */
export function openSecret(value: object): { readonly value: unknown } | undefined {
  return Reflect.get(value, SIGNATURE) === SECRET ? { value: Reflect.get(value, "value") } : undefined;
}

function mark(value: unknown, [key, ...rest]: readonly string[], known: unknown): unknown {
  if (key === undefined) return known === undefined && value !== null ? { [SIGNATURE]: SECRET, value } : value;
  if (typeof value !== "object" || value === null) return value;
  if (key !== "*" && !Object.hasOwn(value, key)) return value;
  const entries = Object.entries(value).map(([name, inner]) =>
    key === "*" || key === name ? [name, mark(inner, rest, at(known, name))] : [name, inner],
  );
  return Object.fromEntries(entries);
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
