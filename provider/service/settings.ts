import type { HostConfiguration } from "../hosts/dynamic/host-configuration.ts";
import { LOGIN_KEYS, unknownKeys } from "../openstack/credentials/unknown-keys.ts";

const NAMESPACE = "trove:";

/** The keys that the provider has beside those of the login; `explicit` is the SDK's own. */
export const PROVIDER_KEYS = ["resumeInterrupted", "previewChecks"] as const;
const INTERNAL: readonly string[] = ["explicit"];

/** A warning for each key of the configuration, or argument of an explicit `TroveProvider`, that no setting has. */
export function unknownSettings(settings: HostConfiguration): string[] {
  const keys = settings.keys().filter((key) => key.startsWith(NAMESPACE));
  const isExplicit = keys.includes(`${NAMESPACE}explicit`);
  const given = keys.map((key) => key.slice(NAMESPACE.length)).filter((key) => !INTERNAL.includes(key));
  // The host reads a key without a namespace as the project's: one called trove has its program's own keys in this one.
  if (!isExplicit && given.some((key) => settings.config(key) !== undefined)) return [];
  const nameOf = (key: string) => (isExplicit ? key : `${NAMESPACE}${key}`);
  const where = isExplicit ? " (an argument of the TroveProvider)" : "";
  return unknownKeys(given, { known: [...LOGIN_KEYS, ...PROVIDER_KEYS], nameOf, where });
}
