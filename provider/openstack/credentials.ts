import type { EnvironmentProxies } from "./environment-proxies.ts";

/** Everything that a connection to one cloud needs, complete and consistent. See `docs/configuration.md`. */
export interface Credentials {
  readonly authUrl: string;
  readonly auth: AuthMethod;
  /** The region of the endpoint; optional if the service catalog has one region. */
  readonly region?: string | undefined;
  /** @default "public" */
  readonly interface: EndpointInterface;
  /** Replaces Trove's endpoint of the service catalog. */
  readonly databaseEndpoint?: string | undefined;
  readonly tls: TlsOptions;
  /** The proxies that the environment names; they apply to every kind of credentials. */
  readonly proxies?: EnvironmentProxies | undefined;
  /** Where the credentials were found, for error texts: `"Pulumi config"`, `"cloud \"demo\" of ~/.config/openstack/clouds.yaml"`. */
  readonly source: string;
  /** A warning for when the credentials are used. */
  readonly warning?: string | undefined;
  /** The kind of place, for advice in error texts. */
  readonly origin?: Origin | undefined;
}

/** The kind of place that credentials come from. It decides where a setting can be made with an effect. */
export interface Origin {
  /** An explicit `TroveProvider`, or a script that gave credentials: the environment's login does not apply. */
  readonly explicit?: boolean | undefined;
  /** A script, not Pulumi. */
  readonly script?: boolean | undefined;
  /** A cloud of clouds.yaml is used: of the environment only the region and the interface apply. */
  readonly cloud?: boolean | undefined;
  /** Part of the login is in Pulumi's configuration or an explicit provider, which Pulumi keeps in the stack's state. */
  readonly stored?: boolean | undefined;
}

export type EndpointInterface = "public" | "internal" | "admin";

export type AuthMethod =
  | { readonly type: "password"; readonly user: UserRef; readonly password: string; readonly scope: Scope | undefined }
  | { readonly type: "token"; readonly token: string; readonly scope: Scope | undefined }
  | { readonly type: "applicationCredential"; readonly id: string; readonly secret: string }
  | { readonly type: "applicationCredential"; readonly name: string; readonly user: UserRef; readonly secret: string }
  | RackspaceLogin;

/** A login to Rackspace's identity service, v2.0. The account (its tenant) is optional, because a user has one. */
export interface RackspaceLogin {
  readonly type: "rackspace";
  readonly userName: string;
  readonly apiKey: string;
  readonly account: { readonly id: string } | { readonly name: string } | undefined;
}

/** A user by id, or by name and domain. */
export type UserRef = { readonly id: string } | { readonly name: string; readonly domain: DomainRef };
export type DomainRef = { readonly id: string } | { readonly name: string };
export type Scope =
  | { readonly project: { readonly id: string } | { readonly name: string; readonly domain: DomainRef } }
  | { readonly domain: DomainRef };

/** TLS settings; all texts are PEM. */
export interface TlsOptions {
  readonly insecure: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** The cloud of a session; the state of a resource records it. */
export interface Cloud {
  readonly projectId: string;
  /** The region of the endpoint in use. */
  readonly region: string;
  /** Trove's base URL with version and project, without a trailing slash: `http://host:8779/v1.0/<project id>`. */
  readonly endpoint: string;
}
