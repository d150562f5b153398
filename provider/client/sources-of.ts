import { homedir } from "node:os";
import { LOGIN_KEYS, unknownKeys } from "../openstack/credentials/unknown-keys.ts";
import type { CredentialSources } from "../openstack/resolve-credentials.ts";
import type { TroveCredentials } from "./trove-credentials.ts";

/** Where the credentials of a script come from: what it gives, alone; or, when it gives nothing, what surrounds it. */
export function sourcesOf(credentials: TroveCredentials): CredentialSources {
  const given = new Map(Object.entries(credentials).map(([key, value]) => [`trove:${key}`, value]));
  return {
    config: (key) => given.get(key),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    explicit: Object.values(credentials).some((value) => value !== undefined),
    script: true,
  };
}

/** A warning for each property that no setting has: plain JavaScript takes any. */
export function unknownCredentials(credentials: TroveCredentials): string[] {
  const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
  const known = { known: LOGIN_KEYS, nameOf: (key: string) => key, where: " (given to TroveClient.connect)" };
  return unknownKeys(
    given.map(([key]) => key),
    known,
  );
}
