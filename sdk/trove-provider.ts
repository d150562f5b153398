import * as pulumi from "@pulumi/pulumi";
import { refuseProgramErrors } from "./refuse-program-errors.ts";

/**
 * The credentials of one cloud, and how the provider behaves there. What is left out is left out: neither stack
 * configuration nor the environment fills it in. Either `cloud` names an entry of `clouds.yaml`, over which the rest is
 * laid; or `authUrl` and one login say it all. An application credential, a token and an API key are each a login of its
 * own; a password needs a user and a project.
 */
export interface TroveProviderArgs {
  /** An entry of `clouds.yaml`. */
  cloud?: pulumi.Input<string | undefined>;
  /** Keystone's URL, with or without `/v3`; for Rackspace its identity service's, with or without `/v2.0`. */
  authUrl?: pulumi.Input<string | undefined>;
  /**
   * `password`, `v3password`, `token`, `v3token`, `v3applicationcredential`, `rackspace` or `rackspace_apikey`.
   *
   * @default seen by what is given
   */
  authType?: pulumi.Input<string | undefined>;
  /** The name of the user. */
  userName?: pulumi.Input<string | undefined>;
  /** The id of the user, in place of name and domain. */
  userId?: pulumi.Input<string | undefined>;
  /** The password of the user. Encrypted in state. */
  password?: pulumi.Input<string | undefined>;
  /** A token of Keystone. It cannot be renewed. Encrypted in state. */
  token?: pulumi.Input<string | undefined>;
  /** Rackspace's API key, with `userName`. Encrypted in state. */
  apiKey?: pulumi.Input<string | undefined>;
  /** The name of the project. */
  projectName?: pulumi.Input<string | undefined>;
  /** The id of the project, in place of name and domain; for Rackspace the account number, which may be left out. */
  projectId?: pulumi.Input<string | undefined>;
  /** The older word for `projectName`. */
  tenantName?: pulumi.Input<string | undefined>;
  /** The older word for `projectId`. */
  tenantId?: pulumi.Input<string | undefined>;
  /** The name of the user's domain. */
  userDomainName?: pulumi.Input<string | undefined>;
  /** The id of the user's domain. */
  userDomainId?: pulumi.Input<string | undefined>;
  /** The name of the project's domain. */
  projectDomainName?: pulumi.Input<string | undefined>;
  /** The id of the project's domain. */
  projectDomainId?: pulumi.Input<string | undefined>;
  /** The name of the domain of both, where they have none of their own. */
  domainName?: pulumi.Input<string | undefined>;
  /** The id of the domain of both, where they have none of their own. */
  domainId?: pulumi.Input<string | undefined>;
  /**
   * The id of the domain where none is given.
   *
   * @default "default"
   */
  defaultDomain?: pulumi.Input<string | undefined>;
  /** The id of an application credential. It needs no user and no project. */
  applicationCredentialId?: pulumi.Input<string | undefined>;
  /** Its name, in place of the id; then with the user. */
  applicationCredentialName?: pulumi.Input<string | undefined>;
  /** Its secret. Encrypted in state. */
  applicationCredentialSecret?: pulumi.Input<string | undefined>;
  /** The region of Trove's endpoint. Needed where the cloud has several. */
  region?: pulumi.Input<string | undefined>;
  /**
   * Which of Trove's endpoints: `public`, `internal` or `admin`.
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
  /** The client's certificate: a path, or PEM text. Text that holds the key too has to be given as a secret. */
  cert?: pulumi.Input<string | undefined>;
  /** The client's key: a path, or PEM text. Encrypted in state. */
  key?: pulumi.Input<string | undefined>;
  /**
   * Take over what an interrupted run left under a resource's default name, instead of refusing to create.
   *
   * @default false
   */
  resumeInterrupted?: pulumi.Input<boolean | undefined>;
  /**
   * Whether a preview asks the cloud for its flavors, datastore versions and volume types, and compares what it would
   * add with the quota: `on` or `off`.
   *
   * @default "on"
   */
  previewChecks?: pulumi.Input<"on" | "off" | undefined>;
}

const SECRET: readonly (keyof TroveProviderArgs)[] = [
  "password",
  "token",
  "apiKey",
  "applicationCredentialSecret",
  "key",
];

/**
 * A cloud beside the one that stack configuration describes: `new TroveInstance("db", { … }, { provider })`. Credentials
 * that are missing or contradict each other fail the first operation that needs the cloud (`TROVE_CONFIG`).
 *
 * @example
 * ```ts
 * const second = new TroveProvider("second", { cloud: "second" });
 * new TroveInstance("db", { flavor: "m1.small", volume: { size: 5 } }, { provider: second });
 * ```
 */
export class TroveProvider extends pulumi.ProviderResource {
  /**
   * @param name the provider's name in the program
   * @param args where and as whom to log in; see each argument
   * @throws {pulumi.RunError} the name is missing, or one of `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveProviderArgs, opts?: pulumi.ResourceOptions) {
    refuseProgramErrors("TroveProvider", name, opts);
    super("pulumi-nodejs", name, toConfiguration(args ?? {}), opts);
  }
}

/** A dynamic provider reads its configuration by keys with a namespace alone. */
function toConfiguration(args: TroveProviderArgs): pulumi.Inputs {
  const entries = Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [`trove:${key}`, isSecret(key) ? secretUnlessUndefined(value) : value]);
  return { ...Object.fromEntries(entries), "trove:explicit": "true" };
}

/** A secret that is undefined would be `null` on the wire, and not left out (`sdk/nodejs/runtime/rpc.ts`). */
function secretUnlessUndefined(value: pulumi.Input<string | undefined>): pulumi.Output<unknown> {
  return pulumi.output(value).apply((plain) => (plain === undefined ? undefined : pulumi.secret(plain)));
}

function isSecret(key: string): boolean {
  return (SECRET as readonly string[]).includes(key);
}
