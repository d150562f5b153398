/**
 * Where and as whom to log in: the names of the provider's configuration. `cloud` names an entry of clouds.yaml, over
 * which the rest is laid; else `authUrl` and one login are needed. An application credential, a token and an API key are
 * each a login of its own; a password needs a user and a project.
 */
export interface TroveCredentials {
  /** An entry of clouds.yaml. */
  readonly cloud?: string | undefined;
  /** Keystone's address, with or without `/v3`; for Rackspace its identity service's, with or without `/v2.0`. */
  readonly authUrl?: string | undefined;
  /** How to log in; seen by what is given if left out. */
  readonly authType?: AuthType | undefined;
  /** The name of the user. */
  readonly userName?: string | undefined;
  /** The id of the user, in place of name and domain. */
  readonly userId?: string | undefined;
  /** The password of the user. Secret. */
  readonly password?: string | undefined;
  /** A token of Keystone. It cannot be renewed. Secret. */
  readonly token?: string | undefined;
  /** Rackspace's API key, with `userName`. Secret. */
  readonly apiKey?: string | undefined;
  /** The id of an application credential. */
  readonly applicationCredentialId?: string | undefined;
  /** Its name, in place of the id; then with the user. */
  readonly applicationCredentialName?: string | undefined;
  /** Its secret. Secret. */
  readonly applicationCredentialSecret?: string | undefined;
  /** The name of the project. */
  readonly projectName?: string | undefined;
  /** The id of the project, in place of name and domain; for Rackspace the account number, which may be left out. */
  readonly projectId?: string | undefined;
  /** The older word for `projectName`. */
  readonly tenantName?: string | undefined;
  /** The older word for `projectId`. */
  readonly tenantId?: string | undefined;
  /** The name of the user's domain. */
  readonly userDomainName?: string | undefined;
  /** The id of the user's domain. */
  readonly userDomainId?: string | undefined;
  /** The name of the project's domain. */
  readonly projectDomainName?: string | undefined;
  /** The id of the project's domain. */
  readonly projectDomainId?: string | undefined;
  /** The name of the domain of both, where they have none of their own. */
  readonly domainName?: string | undefined;
  /** The id of the domain of both, where they have none of their own. */
  readonly domainId?: string | undefined;
  /**
   * The id of the domain where none is given.
   *
   * @default "default"
   */
  readonly defaultDomain?: string | undefined;
  /** The region of Trove's endpoint. Needed where the cloud has several. */
  readonly region?: string | undefined;
  /**
   * Which of Trove's endpoints.
   *
   * @default "public"
   */
  readonly endpointType?: "public" | "internal" | "admin" | undefined;
  /** Takes the place of the catalogue's endpoint. */
  readonly endpointOverrides?: { readonly database: string } | undefined;
  /**
   * Whether any certificate is accepted.
   *
   * @default false
   */
  readonly insecure?: boolean | undefined;
  /** The authority that signed the cloud's certificates: a path, or PEM text. */
  readonly cacertFile?: string | undefined;
  /** The client's certificate: a path, or PEM text. */
  readonly cert?: string | undefined;
  /** The client's key: a path, or PEM text. Secret. */
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
