import { homedir } from "node:os";
import { LOGIN_KEYS, unknownKeys } from "../openstack/credentials/unknown-keys.ts";
import type { CredentialSources } from "../openstack/resolve-credentials.ts";

/**
 * The address of Keystone and a login, by the names of the provider's configuration. `cloud` names an entry of
 * clouds.yaml, which the other properties override; without it, `authUrl` and one login are required. An application
 * credential, a token and an API key are complete logins; a password needs a user and a project.
 */
export interface TroveCredentials {
  /** An entry of clouds.yaml. */
  readonly cloud?: string | undefined;
  /** The URL of Keystone, with or without `/v3`; for Rackspace, of its identity service, with or without `/v2.0`. */
  readonly authUrl?: string | undefined;
  /** How to log in. By default, it follows from the other properties. */
  readonly authType?: AuthType | undefined;
  /** The name of the user. */
  readonly userName?: string | undefined;
  /** The id of the user, instead of name and domain. */
  readonly userId?: string | undefined;
  /** The password of the user. Secret. */
  readonly password?: string | undefined;
  /** A Keystone token. It cannot be renewed. Secret. */
  readonly token?: string | undefined;
  /** Rackspace's API key, with `userName`. Secret. */
  readonly apiKey?: string | undefined;
  /** The id of an application credential. */
  readonly applicationCredentialId?: string | undefined;
  /** The name of an application credential, instead of its id; needs the user. */
  readonly applicationCredentialName?: string | undefined;
  /** The secret of the application credential. Secret. */
  readonly applicationCredentialSecret?: string | undefined;
  /** The name of the project. */
  readonly projectName?: string | undefined;
  /** The id of the project, instead of name and domain; for Rackspace, the account number, which is optional. */
  readonly projectId?: string | undefined;
  /** The older name of `projectName`. */
  readonly tenantName?: string | undefined;
  /** The older name of `projectId`. */
  readonly tenantId?: string | undefined;
  /** The name of the user's domain. */
  readonly userDomainName?: string | undefined;
  /** The id of the user's domain. */
  readonly userDomainId?: string | undefined;
  /** The name of the project's domain. */
  readonly projectDomainName?: string | undefined;
  /** The id of the project's domain. */
  readonly projectDomainId?: string | undefined;
  /** The name of the domain of user and project, unless they have their own. */
  readonly domainName?: string | undefined;
  /** The id of the domain of user and project, unless they have their own. */
  readonly domainId?: string | undefined;
  /**
   * The id of the domain of user and project, if no other property gives one.
   *
   * @default "default"
   */
  readonly defaultDomain?: string | undefined;
  /** The region of Trove's endpoint. Required if the cloud has several. */
  readonly region?: string | undefined;
  /**
   * The interface of Trove's endpoint in the service catalog.
   *
   * @default "public"
   */
  readonly endpointType?: "public" | "internal" | "admin" | undefined;
  /** Replaces the endpoint of the service catalog. */
  readonly endpointOverrides?: { readonly database: string } | undefined;
  /**
   * Whether to accept any certificate.
   *
   * @default false
   */
  readonly insecure?: boolean | undefined;
  /** The CA certificate that signed the cloud's certificates: a path, or PEM text. */
  readonly cacertFile?: string | undefined;
  /** The client certificate: a path, or PEM text. */
  readonly cert?: string | undefined;
  /** The key of the client certificate: a path, or PEM text. Secret. */
  readonly key?: string | undefined;
}

/** How to log in. */
export type AuthType =
  | "password"
  | "v3password"
  | "token"
  | "v3token"
  | "v3applicationcredential"
  | "rackspace"
  | "rackspace_apikey";

/** Where to look for credentials: only in the object of the script, or, if that is empty, in the environment. */
export function credentialSources(credentials: TroveCredentials): CredentialSources {
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

/** Returns a warning for each unknown property, which plain JavaScript does not reject. */
export function unknownCredentials(credentials: TroveCredentials): string[] {
  const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
  const known = { known: LOGIN_KEYS, nameOf: (key: string) => key, where: " (given to TroveClient.connect)" };
  return unknownKeys(
    given.map(([key]) => key),
    known,
  );
}
