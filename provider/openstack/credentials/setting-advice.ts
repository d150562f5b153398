import type { Origin } from "../credentials.ts";
import { configKeys, LOGIN_SETTINGS, type Setting, type SettingName } from "./settings.ts";

/** Tells a person how to give settings that are missing, any one of them. */
export type HowToSet = (...names: readonly SettingName[]) => string;

/** Names only the places that count where the credentials come from. */
export function howToSet(origin: Origin = {}): HowToSet {
  return (...names) => {
    const { keys, variables } = placesOf(names, origin);
    if (origin.explicit) return `Give ${keys} to ${origin.script ? "TroveClient.connect" : "the TroveProvider"}.`;
    if (!origin.script) {
      return `Set ${keys} in Pulumi's configuration, or ${variables ?? "complete the cloud in clouds.yaml"}.`;
    }
    const first = variables === undefined ? "Complete the cloud in clouds.yaml" : `Set ${variables}`;
    // The object that a script gives is used alone, so one setting is not enough.
    return `${first}, or give TroveClient.connect ${origin.cloud ? "the cloud" : "the whole login"} with ${keys}.`;
  };
}

/** Names the places where a setting can have been made: `trove:authUrl or OS_AUTH_URL`. */
export function whereSet(name: SettingName, origin: Origin = {}): string {
  const { keys, variables } = placesOf([name], origin);
  const given = origin.script ? `the ${keys} given to TroveClient.connect` : keys;
  if (origin.explicit) return origin.script ? given : `the TroveProvider's ${keys}`;
  return `${given} or ${variables ?? "the cloud's entry in clouds.yaml"}`;
}

interface Places {
  /** The keys as they are written in the place of the configuration. */
  readonly keys: string;
  /** `undefined` where the environment does not count, but the entry of a cloud does. */
  readonly variables: string | undefined;
}

function placesOf(names: readonly SettingName[], { script, explicit, cloud }: Origin): Places {
  const settings: readonly Setting[] = names.map((name) => LOGIN_SETTINGS[name]);
  const prefix = script || explicit ? "" : "trove:";
  const isOverridable = settings.every(({ overridesCloud }) => overridesCloud);
  return {
    keys: names.map((name) => `${prefix}${configKeys(name)[0]}`).join(" or "),
    variables: cloud && !isOverridable ? undefined : settings.map(({ env }) => env[0]).join(" or "),
  };
}

/** Where Pulumi stores the login, says how a change of it takes effect; begins with a space, or is empty. */
export function storedNote({ stored, explicit }: Origin = {}): string {
  if (!stored) return "";
  const what = explicit
    ? "the TroveProvider's arguments as the stack has stored them"
    : "Pulumi's configuration as the stack has stored it";
  return ` A plain \`pulumi refresh\` or \`pulumi destroy\` uses ${what}: after a change add \`--run-program\`, or run \`pulumi up\` first.`;
}
