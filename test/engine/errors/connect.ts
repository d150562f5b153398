import { TroveClient } from "pulumi-trove/client";
import type { Simulator } from "../../../simulator/index.ts";

/** The client for scripts, in the project `demo`: what tests prepare outside of Pulumi. */
export function connect({ authUrl, applicationCredential: { id, secret } }: Simulator): Promise<TroveClient> {
  const login = { applicationCredentialId: id, applicationCredentialSecret: secret };
  return TroveClient.connect({ authUrl, region: "RegionOne", ...login });
}
