import { nearestName } from "../../core/nearest-name.ts";
import { CLOUD_SETTING, configKeys, LOGIN_SETTINGS, SETTING_NAMES, type Setting } from "./settings.ts";

/** The keys of the configuration that belong to the login: those of `TroveCredentials`. */
export const LOGIN_KEYS: readonly string[] = [...CLOUD_SETTING.config, ...SETTING_NAMES.flatMap(configKeys)].map(
  keyOfPath,
);

/** The key for each name by which other tools know a setting. */
const KEY_OF_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ...CLOUD_SETTING.otherNames.map((other) => [other, "cloud"] as const),
  ...SETTING_NAMES.flatMap((name) => {
    const { otherNames = [] }: Setting = LOGIN_SETTINGS[name];
    const [path = name] = configKeys(name);
    return otherNames.map((other) => [other, keyOfPath(path)] as const);
  }),
  ["tenant", "tenantName"],
]);

function keyOfPath(path: string): string {
  return path.split(".")[0] ?? path;
}

interface KnownKeys {
  readonly known: readonly string[];
  /** How a person writes a key: `trove:authUrl`. */
  readonly nameOf: (key: string) => string;
  /** Where the keys are given, with a space before it. */
  readonly where: string;
}

/**
 * Returns a warning for each key that is not a setting, which suggests the key that was probably meant.
 *
 * @param given the keys without their namespace
 */
export function unknownKeys(given: readonly string[], { known, nameOf, where }: KnownKeys): string[] {
  return given
    .filter((key) => !known.includes(key))
    .map((key) => {
      const nearest = KEY_OF_OTHER_NAME.get(key.toLowerCase().replace(/[_-]/g, "")) ?? nearestName(key, known);
      const advice =
        nearest === undefined ? `Known are ${known.map(nameOf).join(", ")}.` : `Did you mean ${nameOf(nearest)}?`;
      return `${nameOf(key)}${where} is not a setting of this provider, so it has no effect. ${advice}`;
    });
}
