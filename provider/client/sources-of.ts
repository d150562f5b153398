import { homedir } from "node:os";
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
