import { homedir } from "node:os";
import { asText, isWord } from "../openstack/credentials/scalars.ts";
import { LOGIN_KEYS, unknownKeys } from "../openstack/credentials/unknown-keys.ts";
import type { Credentials } from "../openstack/credentials.ts";
import { ConfigError } from "../openstack/errors/config-error.ts";
import { resolveCredentials } from "../openstack/resolve-credentials.ts";
import type { ProviderSettings } from "../resources/process-services.ts";

/** Stack configuration, or the arguments of an explicit provider. */
export interface Configuration {
  /** The full keys of all values that are set: `trove:authUrl`. */
  keys(): readonly string[];
  /** The value of a full key: a text, or what an explicit provider was given. */
  get(key: string): unknown;
}

const NAMESPACE = "trove:";

/** The settings beside those of the login. */
export const PROVIDER_KEYS = ["resumeInterrupted", "previewChecks"] as const;
/** Set by the SDK for an explicit provider. */
const EXPLICIT = "explicit";

/** @throws {ConfigError} a setting has a value that it does not take. */
export function providerSettings(configuration: Configuration): ProviderSettings {
  return {
    resumeInterrupted: flag(configuration, "trove:resumeInterrupted"),
    previewChecks: onOrOff(configuration, "trove:previewChecks", true),
  };
}

/** Finds the credentials in the configuration, the environment and the files of this process. */
export function findCredentials(configuration: Configuration): Promise<Credentials> {
  return resolveCredentials({
    config: (key) => configuration.get(key),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    explicit: flag(configuration, `${NAMESPACE}${EXPLICIT}`),
  });
}

/** A warning for each key of the configuration, or argument of an explicit `TroveProvider`, that is not a setting. */
export function unknownSettings(configuration: Configuration): string[] {
  const keys = configuration.keys().filter((key) => key.startsWith(NAMESPACE));
  const isExplicit = keys.includes(`${NAMESPACE}${EXPLICIT}`);
  const given = keys.map((key) => key.slice(NAMESPACE.length)).filter((key) => key !== EXPLICIT);
  // Pulumi reads a key without a namespace as one of the project's: then the project is called trove, and these are its own.
  if (!isExplicit && given.some((key) => configuration.get(key) !== undefined)) return [];
  const nameOf = (key: string) => (isExplicit ? key : `${NAMESPACE}${key}`);
  const where = isExplicit ? " (an argument of the TroveProvider)" : "";
  return unknownKeys(given, { known: [...LOGIN_KEYS, ...PROVIDER_KEYS], nameOf, where });
}

/** @throws {ConfigError} the value is neither true nor false. */
function flag(configuration: Configuration, key: string): boolean {
  const value = asText(configuration.get(key), key) ?? "false";
  if (value !== "true" && value !== "false") {
    throw new ConfigError(`${key}${given(value)} must be true or false.`);
  }
  return value === "true";
}

/** @throws {ConfigError} the value is neither `on` nor `off`. */
function onOrOff(configuration: Configuration, key: string, fallback: boolean): boolean {
  const value = asText(configuration.get(key), key) ?? (fallback ? "on" : "off");
  if (value !== "on" && value !== "off") {
    throw new ConfigError(`${key}${given(value)} must be on or off.`);
  }
  return value === "on";
}

function given(value: unknown): string {
  return isWord(value) ? ` is "${value}"; it` : "";
}
