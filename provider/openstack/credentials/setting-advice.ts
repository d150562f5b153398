import type { Origin } from "../credentials.ts";

/** Tells a person how to give what is missing, by the names of its keys and of its variables: `a` or `a or b`. */
export type HowToSet = (keys: string, variables: string) => string;

/** The variables of the environment that count beside a cloud of clouds.yaml. */
const BESIDE_A_CLOUD: readonly string[] = ["OS_REGION_NAME", "OS_INTERFACE"];

/** Names only the places that count where the credentials come from. */
export function howToSet({ script, explicit, cloud }: Origin = {}): HowToSet {
  if (explicit) return (keys) => `Give ${keys} to ${script ? "TroveClient.connect" : "the TroveProvider"}.`;
  return (keys, variables) => {
    const inEntry = cloud && !BESIDE_A_CLOUD.includes(variables);
    if (!script) {
      const other = inEntry ? "complete the cloud in clouds.yaml" : variables;
      return `Set ${inNamespace(keys)} in Pulumi's configuration, or ${other}.`;
    }
    const first = inEntry ? "Complete the cloud in clouds.yaml" : `Set ${variables}`;
    // What a script gives stands alone.
    return `${first}, or give TroveClient.connect ${cloud ? "the cloud" : "the whole login"} with ${keys}.`;
  };
}

/** Names the places where a setting can have been made, by its key and its variable: `trove:authUrl or OS_AUTH_URL`. */
export function settingNames({ script, explicit, cloud }: Origin = {}): (key: string, variable: string) => string {
  return (key, variable) => {
    if (explicit) return script ? `the ${key} given to TroveClient.connect` : `the TroveProvider's ${key}`;
    const other = cloud && !BESIDE_A_CLOUD.includes(variable) ? "the cloud's entry in clouds.yaml" : variable;
    return `${script ? `the ${key} given to TroveClient.connect` : inNamespace(key)} or ${other}`;
  };
}

/** What to know where Pulumi keeps the login, to follow the advice on it; begins with a space, or is empty. */
export function howStored({ stored, explicit }: Origin = {}): string {
  if (!stored) return "";
  const what = explicit
    ? "the TroveProvider's arguments as the stack has stored them"
    : "Pulumi's configuration as the stack has stored it";
  return ` A plain \`pulumi refresh\` or \`pulumi destroy\` takes ${what}: after a change add \`--run-program\`, or run \`pulumi up\` first.`;
}

function inNamespace(keys: string): string {
  return keys.replace(/[\w.]+/g, (word) => (word === "or" ? word : `trove:${word}`));
}
