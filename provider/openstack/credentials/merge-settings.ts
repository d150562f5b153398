import type { LoginSettings } from "./settings.ts";
import { methodsOf } from "./settings.ts";

type Key = keyof LoginSettings;

// Two ways to say one thing: whoever says it one way has not meant the other way of a weaker place.
const SAME_THING: readonly (readonly Key[])[] = [
  ["userName", "userId"],
  ["projectName", "projectId"],
  ["userDomainName", "userDomainId"],
  ["projectDomainName", "projectDomainId"],
  ["domainName", "domainId"],
  ["applicationCredentialName", "applicationCredentialId"],
  ["cert", "key"],
];

// Proofs of identity. Those of a weaker place are dropped when the stronger one logs in in another way.
const PROOFS: readonly Key[] = [
  "password",
  "token",
  "apiKey",
  "applicationCredentialId",
  "applicationCredentialName",
  "applicationCredentialSecret",
];

/** The settings of two places as one, `strong` before `weak`. */
export function mergeSettings(strong: LoginSettings, weak: LoginSettings): LoginSettings {
  const dropped = new Set<Key>();
  for (const keys of SAME_THING) {
    if (keys.some((key) => strong[key] !== undefined)) for (const key of keys) dropped.add(key);
  }
  const methods = methodsOf(strong);
  if (methods.length > 0) dropped.add("authType");
  if (methods.length > 0 && methodsOf(weak).some((method) => !methods.includes(method))) {
    for (const key of PROOFS) dropped.add(key);
  }
  const kept = Object.entries(weak).filter(([key, value]) => value !== undefined && !dropped.has(key as Key));
  const said = Object.entries(strong).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...said]);
}
