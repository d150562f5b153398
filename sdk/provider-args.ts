// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type * as pulumi from "@pulumi/pulumi";

/**
 * The credentials of one cloud, and settings of the provider for it. Neither stack configuration nor the environment
 * fills in what is left out. Either `cloud` names a cloud of `clouds.yaml`, and the other arguments override its
 * values; or `authUrl` and one login are complete by themselves. An application credential, a token and an API key each
 * are a login; a password needs a user and a project.
 */
export interface TroveProviderArgs {
  /** The name of a cloud in `clouds.yaml`. */
  cloud?: pulumi.Input<string | undefined>;
  /** Keystone's URL, with or without `/v3`. For Rackspace, the URL of its identity service, with or without `/v2.0`. */
  authUrl?: pulumi.Input<string | undefined>;
  /**
   * How to log in: `password`, `v3password`, `token`, `v3token`, `v3applicationcredential`, `rackspace` or
   * `rackspace_apikey`.
   *
   * @default derived from the other settings
   */
  authType?: pulumi.Input<string | undefined>;
  /** The name of the user. */
  userName?: pulumi.Input<string | undefined>;
  /** The id of the user, instead of its name and domain. */
  userId?: pulumi.Input<string | undefined>;
  /** The password of the user. Encrypted in state. */
  password?: pulumi.Input<string | undefined>;
  /** A Keystone token. It cannot be renewed. Encrypted in state. */
  token?: pulumi.Input<string | undefined>;
  /** Rackspace's API key, with `userName`. Encrypted in state. */
  apiKey?: pulumi.Input<string | undefined>;
  /** The name of the project. */
  projectName?: pulumi.Input<string | undefined>;
  /** The id of the project, instead of its name and domain. For Rackspace the account number, which is optional. */
  projectId?: pulumi.Input<string | undefined>;
  /** The older name of `projectName`. */
  tenantName?: pulumi.Input<string | undefined>;
  /** The older name of `projectId`. */
  tenantId?: pulumi.Input<string | undefined>;
  /** The name of the user's domain. */
  userDomainName?: pulumi.Input<string | undefined>;
  /** The id of the user's domain. */
  userDomainId?: pulumi.Input<string | undefined>;
  /** The name of the project's domain. */
  projectDomainName?: pulumi.Input<string | undefined>;
  /** The id of the project's domain. */
  projectDomainId?: pulumi.Input<string | undefined>;
  /** The name of the domain of user and project, unless they have a domain of their own. */
  domainName?: pulumi.Input<string | undefined>;
  /** The id of the domain of user and project, unless they have a domain of their own. */
  domainId?: pulumi.Input<string | undefined>;
  /**
   * The id of the domain if no domain is set.
   *
   * @default "default"
   */
  defaultDomain?: pulumi.Input<string | undefined>;
  /** The id of an application credential. It needs no user and no project. */
  applicationCredentialId?: pulumi.Input<string | undefined>;
  /** The name of an application credential, instead of its id. It needs the user too. */
  applicationCredentialName?: pulumi.Input<string | undefined>;
  /** The secret of the application credential. Encrypted in state. */
  applicationCredentialSecret?: pulumi.Input<string | undefined>;
  /** The region of Trove's endpoint. Required if the cloud has several. */
  region?: pulumi.Input<string | undefined>;
  /**
   * The interface of Trove's endpoint: `public`, `internal` or `admin`.
   *
   * @default "public"
   */
  endpointType?: pulumi.Input<string | undefined>;
  /** `{ database: "https://…" }` replaces the endpoint of the service catalog. */
  endpointOverrides?: pulumi.Input<{ database: pulumi.Input<string> } | undefined>;
  /**
   * Accept any certificate.
   *
   * @default false
   */
  insecure?: pulumi.Input<boolean | undefined>;
  /** The authority that signed the cloud's certificates: a path, or PEM text. */
  cacertFile?: pulumi.Input<string | undefined>;
  /** The client certificate: a path, or PEM text. Text that contains the key too must be given as a secret. */
  cert?: pulumi.Input<string | undefined>;
  /** The client's key: a path, or PEM text. Encrypted in state. */
  key?: pulumi.Input<string | undefined>;
  /**
   * Adopt the instance that an interrupted run created under a resource's default name, instead of refusing to create
   * another one.
   *
   * @default false
   */
  resumeInterrupted?: pulumi.Input<boolean | undefined>;
  /**
   * Whether a preview asks the cloud for its flavors, datastore versions and volume types, and compares what it would
   * create with the quota: `on` or `off`.
   *
   * @default "on"
   */
  previewChecks?: pulumi.Input<"on" | "off" | undefined>;
}

/** The settings that are encrypted in state. */
export const SECRETS: readonly (keyof TroveProviderArgs)[] = [
  "password",
  "token",
  "apiKey",
  "applicationCredentialSecret",
  "key",
];
