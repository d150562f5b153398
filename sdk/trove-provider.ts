import * as pulumi from "@pulumi/pulumi";

/**
 * The credentials of one cloud. What is left out is left out: neither stack configuration nor the environment fills it
 * in. Either `cloud` names an entry of `clouds.yaml`, or `authUrl` and the rest say it all.
 */
export interface TroveProviderArgs {
  /** An entry of `clouds.yaml`. */
  cloud?: pulumi.Input<string>;
  /** Keystone's URL, with or without `/v3`. */
  authUrl?: pulumi.Input<string>;
  /** `password`, `token`, `v3applicationcredential` or `rackspace`; found out by what is given if left out. */
  authType?: pulumi.Input<string>;
  userName?: pulumi.Input<string>;
  userId?: pulumi.Input<string>;
  password?: pulumi.Input<string>;
  token?: pulumi.Input<string>;
  /** Rackspace's API key, with `userName`; `authUrl` is then its identity service's. */
  apiKey?: pulumi.Input<string>;
  projectName?: pulumi.Input<string>;
  projectId?: pulumi.Input<string>;
  userDomainName?: pulumi.Input<string>;
  userDomainId?: pulumi.Input<string>;
  projectDomainName?: pulumi.Input<string>;
  projectDomainId?: pulumi.Input<string>;
  domainName?: pulumi.Input<string>;
  domainId?: pulumi.Input<string>;
  defaultDomain?: pulumi.Input<string>;
  applicationCredentialId?: pulumi.Input<string>;
  applicationCredentialName?: pulumi.Input<string>;
  applicationCredentialSecret?: pulumi.Input<string>;
  /** Needed where the cloud has several regions. */
  region?: pulumi.Input<string>;
  /**
   * `public`, `internal` or `admin`.
   *
   * @default "public"
   */
  endpointType?: pulumi.Input<string>;
  /** `{ database: "https://…" }` takes the place of the catalogue's endpoint. */
  endpointOverrides?: pulumi.Input<{ database: pulumi.Input<string> }>;
  /**
   * Accept any certificate.
   *
   * @default false
   */
  insecure?: pulumi.Input<boolean>;
  /** A path, or PEM text. */
  cacertFile?: pulumi.Input<string>;
  /** The client's certificate: a path, or PEM text. */
  cert?: pulumi.Input<string>;
  /** The client's key: a path, or PEM text. */
  key?: pulumi.Input<string>;
  /**
   * Take over what an interrupted run left under a resource's default name, instead of refusing to create.
   *
   * @default false
   */
  resumeInterrupted?: pulumi.Input<boolean>;
}

const SECRET: readonly (keyof TroveProviderArgs)[] = [
  "password",
  "token",
  "apiKey",
  "applicationCredentialSecret",
  "key",
];

/**
 * A cloud beside the one that stack configuration describes: `new TroveInstance("db", { … }, { provider })`.
 *
 * @example
 * ```ts
 * const second = new TroveProvider("second", { cloud: "second" });
 * ```
 */
export class TroveProvider extends pulumi.ProviderResource {
  constructor(name: string, args: TroveProviderArgs, opts?: pulumi.ResourceOptions) {
    super("pulumi-nodejs", name, toConfiguration(args), opts);
  }
}

/** A dynamic provider reads its configuration by keys with a namespace alone. */
function toConfiguration(args: TroveProviderArgs): pulumi.Inputs {
  const entries = Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [`trove:${key}`, isSecret(key) ? pulumi.secret(value) : value]);
  return { ...Object.fromEntries(entries), "trove:explicit": "true" };
}

function isSecret(key: string): boolean {
  return (SECRET as readonly string[]).includes(key);
}
