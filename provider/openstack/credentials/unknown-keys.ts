import { nearestName } from "../../core/nearest-name.ts";

/** The keys of the configuration that say where and as whom to log in: those of `TroveCredentials`. */
export const LOGIN_KEYS = [
  "cloud",
  "authUrl",
  "authType",
  "userName",
  "userId",
  "password",
  "token",
  "apiKey",
  "applicationCredentialId",
  "applicationCredentialName",
  "applicationCredentialSecret",
  "projectName",
  "projectId",
  "tenantName",
  "tenantId",
  "userDomainName",
  "userDomainId",
  "projectDomainName",
  "projectDomainId",
  "domainName",
  "domainId",
  "defaultDomain",
  "region",
  "endpointType",
  "endpointOverrides",
  "insecure",
  "cacertFile",
  "cert",
  "key",
] as const;

/** What clouds.yaml, Terraform's provider and the openstack command call the same, where the words are not alike. */
const PEERS: Readonly<Record<string, (typeof LOGIN_KEYS)[number]>> = {
  user: "userName",
  project: "projectName",
  tenant: "tenantName",
  domain: "domainName",
  userdomain: "userDomainName",
  projectdomain: "projectDomainName",
  regionname: "region",
  interface: "endpointType",
  verify: "insecure",
  cacert: "cacertFile",
  clientcert: "cert",
  certfile: "cert",
  clientkey: "key",
  keyfile: "key",
  authtoken: "token",
  profile: "cloud",
  oscloud: "cloud",
  url: "authUrl",
  endpoint: "endpointOverrides",
  databaseendpointoverride: "endpointOverrides",
};

interface KnownKeys {
  readonly known: readonly string[];
  /** How a person writes a key: `trove:authUrl`. */
  readonly nameOf: (key: string) => string;
  /** Where the keys are given, with a space before it. */
  readonly where: string;
}

/**
 * A text for each key that no setting has, which names the key that was probably meant.
 *
 * @param given the keys without their namespace
 */
export function unknownKeys(given: readonly string[], { known, nameOf, where }: KnownKeys): string[] {
  return given
    .filter((key) => !known.includes(key))
    .map((key) => {
      const word = key.toLowerCase().replace(/[_-]/g, "");
      const nearest = (Object.hasOwn(PEERS, word) ? PEERS[word] : undefined) ?? nearestName(key, known);
      const advice =
        nearest === undefined ? `Known are ${known.map(nameOf).join(", ")}.` : `Did you mean ${nameOf(nearest)}?`;
      return `${nameOf(key)}${where} is not a setting of this provider, so it has no effect. ${advice}`;
    });
}
