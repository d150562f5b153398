import type { WireObject } from "./wire.ts";

/** How Pulumi writes a secret (`sdk/nodejs/runtime/rpc.ts`, `specialSigKey` and `specialSecretSig`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * The properties with each value at one of the paths (`users.*.password`) as a secret, but for those that `known` has
 * too: the engine takes for secret what is so in what it called with (`pkg/resource/plugin/provider_plugin.go`,
 * `annotateSecrets`), and would write down all else in plain, such as the password of a user who is no more in the
 * program and not yet dropped. Where a program makes the users one secret as a whole, the engine does so as well, and a
 * secret within a secret reads `null` in the program: so nothing is marked twice.
 */
export function withSecrets(properties: WireObject, paths: readonly string[], known: WireObject): WireObject {
  return paths.reduce((marked, path) => mark(marked, path.split("."), known) as WireObject, properties);
}

/** What is in the envelope, `undefined` where the value is no secret. */
export function openSecret(value: object): { readonly value: unknown } | undefined {
  return Reflect.get(value, SIGNATURE) === SECRET ? { value: Reflect.get(value, "value") } : undefined;
}

function mark(value: unknown, [key, ...rest]: readonly string[], known: unknown): unknown {
  if (key === undefined) return known === undefined ? { [SIGNATURE]: SECRET, value } : value;
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
