import type { CredentialSources } from "./credential-sources.ts";

/** Tells a person how to give what is missing, by the names of its keys and of its variables: `a` or `a or b`. */
export type HowToSet = (keys: string, variables: string) => string;

export function howToSet({ script, explicit }: Pick<CredentialSources, "script" | "explicit">): HowToSet {
  if (explicit) return (keys) => `Give ${keys} to ${script ? "TroveClient.connect" : "the TroveProvider"}.`;
  if (!script) return (keys, variables) => `Set ${inNamespace(keys)} in Pulumi's configuration, or ${variables}.`;
  return (keys, variables) => `Set ${variables}, or give ${keys} to TroveClient.connect.`;
}

function inNamespace(keys: string): string {
  return keys.replace(/\w+/g, (word) => (word === "or" ? word : `trove:${word}`));
}
