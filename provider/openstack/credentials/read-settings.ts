import type { CredentialSources, Environment } from "./credential-sources.ts";
import { mergeSettings } from "./merge-settings.ts";
import { asBoolean, asObject, asPemOrPath, asSecret, asText } from "./scalars.ts";
import {
  CLOUD_SETTING,
  configKeys,
  LOGIN_SETTINGS,
  type LoginSettings,
  SETTING_NAMES,
  type Setting,
  type SettingName,
} from "./settings.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Where settings are given. */
interface Place {
  /** The names of a setting here; the first that has a value counts. */
  readonly keysOf: (name: SettingName) => readonly string[];
  readonly value: (key: string) => unknown;
  /** How error texts name a key. */
  readonly nameOf: (key: string) => string;
}

/**
 * Reads Pulumi's configuration: `trove:<key>` before pulumi-openstack's `openstack:<key>`. The object of a script is
 * read by the same names, and texts name its keys without a namespace.
 */
export function fromConfig(
  read: CredentialSources["config"],
  script = false,
): { readonly cloud: string | undefined; readonly settings: LoginSettings } {
  const trove = configPlace("trove", read, script);
  const openstack = configPlace("openstack", read, script);
  return {
    cloud: firstText(CLOUD_SETTING.config, trove) ?? firstText(CLOUD_SETTING.config, openstack),
    settings: mergeSettings(readPlace(trove), readPlace(openstack)),
  };
}

/** Reads the environment, by the names of `openrc` files. */
export function fromEnvironment(env: Environment): LoginSettings {
  return readPlace(environmentPlace(env));
}

/** Reads the region and the interface, which the environment may override in a named cloud. */
export function cloudOverlay(env: Environment): LoginSettings {
  const overrides = ({ overridesCloud }: Setting) => overridesCloud === true;
  const names = SETTING_NAMES.filter((name) => overrides(LOGIN_SETTINGS[name]));
  return readPlace(environmentPlace(env), names);
}

/** The cloud of clouds.yaml that the environment names. */
export function cloudOfEnvironment(env: Environment): string | undefined {
  return firstText(CLOUD_SETTING.env, environmentPlace(env));
}

/** Reads a cloud of clouds.yaml. What belongs under `auth` is also taken from beside it, as openstacksdk does. */
export function fromCloudEntry(entry: Entry, where: string): LoginSettings {
  const cloud = underscored(entry);
  const auth = underscored(asObject(entry.auth, `${where}: auth`) ?? {});
  return readPlace({
    keysOf: (name) => LOGIN_SETTINGS[name].cloudsYaml,
    value: (key) => (key === "insecure" ? insecure(cloud, where) : (auth[key] ?? cloud[key])),
    nameOf: (key) => `${where}: ${key}`,
  });
}

function configPlace(namespace: "trove" | "openstack", read: CredentialSources["config"], script: boolean): Place {
  const nameOf = (key: string) => (script ? key : `${namespace}:${key}`);
  return {
    keysOf: (name) => {
      const { troveOnly }: Setting = LOGIN_SETTINGS[name];
      return troveOnly && namespace !== "trove" ? [] : configKeys(name);
    },
    value: (path) => {
      const [key = "", property] = path.split(".");
      const value = read(`${namespace}:${key}`);
      return property === undefined ? value : asObject(value, nameOf(key))?.[property];
    },
    nameOf,
  };
}

function environmentPlace(env: Environment): Place {
  return { keysOf: (name) => LOGIN_SETTINGS[name].env, value: (key) => env[key], nameOf: (key) => key };
}

function readPlace(place: Place, names = SETTING_NAMES): LoginSettings {
  return Object.fromEntries(names.map((name) => [name, readSetting(name, place)]));
}

function readSetting(name: SettingName, place: Place): string | boolean | undefined {
  const { kind = "text" }: Setting = LOGIN_SETTINGS[name];
  return first(place.keysOf(name), place, READERS[kind]);
}

type Reader<T> = (value: unknown, name: string) => T | undefined;

const READERS: Readonly<Record<NonNullable<Setting["kind"]>, Reader<string | boolean>>> = {
  text: asText,
  passphrase: asSecret,
  pem: asPemOrPath,
  boolean: asBoolean,
};

function firstText(keys: readonly string[], place: Place): string | undefined {
  return first(keys, place, asText);
}

function first<T>(keys: readonly string[], { value, nameOf }: Place, read: Reader<T>): T | undefined {
  for (const key of keys) {
    const found = read(value(key), nameOf(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function insecure(cloud: Entry, where: string): boolean | undefined {
  const verify = asBoolean(cloud.verify, `${where}: verify`);
  return asBoolean(cloud.insecure, `${where}: insecure`) ?? (verify === undefined ? undefined : !verify);
}

/** openstacksdk takes `auth-url` for `auth_url`. */
function underscored(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key.replaceAll("-", "_"), value]));
}
