import type { EnvironmentProxies } from "./environment-proxies.ts";

/** What it takes to speak to one cloud, complete and consistent. `resolveCredentials` finds it; see `docs/configuration.md`. */
export interface Credentials {
  readonly authUrl: string;
  readonly auth: AuthMethod;
  /** The region of the endpoint; may be left out where the catalogue has one region. */
  readonly region?: string | undefined;
  /** @default "public" */
  readonly interface: EndpointInterface;
  /** Takes the place of the catalogue's endpoint of Trove. */
  readonly databaseEndpoint?: string | undefined;
  readonly tls: TlsOptions;
  /** The proxies that the environment names, if any: they count for every kind of credentials. */
  readonly proxies?: EnvironmentProxies | undefined;
  /** Where they were found, for error texts: `"Pulumi config"`, `"cloud \"demo\" of ~/.config/openstack/clouds.yaml"`. */
  readonly source: string;
  /** What to warn of once they are used. */
  readonly warning?: string | undefined;
  /** The same for what these texts advise. */
  readonly origin?: Origin | undefined;
}

/** Which kind of place credentials come from: what can be set where, and has an effect. */
export interface Origin {
  /** What an explicit `TroveProvider` was given, or a script gave: it counts alone, never the environment's login. */
  readonly explicit?: boolean | undefined;
  /** A script; else Pulumi. */
  readonly script?: boolean | undefined;
  /** They rest on a cloud of clouds.yaml: of the environment its region and interface alone count. */
  readonly cloud?: boolean | undefined;
  /** Part of the login is Pulumi's configuration or an explicit provider's: Pulumi keeps it in the stack's state. */
  readonly stored?: boolean | undefined;
}

export type EndpointInterface = "public" | "internal" | "admin";

export type AuthMethod =
  | { readonly type: "password"; readonly user: UserRef; readonly password: string; readonly scope: Scope | undefined }
  | { readonly type: "token"; readonly token: string; readonly scope: Scope | undefined }
  | { readonly type: "applicationCredential"; readonly id: string; readonly secret: string }
  | { readonly type: "applicationCredential"; readonly name: string; readonly user: UserRef; readonly secret: string }
  | RackspaceLogin;

/** Rackspace's identity service, v2.0. The account (its tenant) may be left out: a user has one. */
export interface RackspaceLogin {
  readonly type: "rackspace";
  readonly userName: string;
  readonly apiKey: string;
  readonly account: { readonly id: string } | { readonly name: string } | undefined;
}

/** By id alone, or by name and its domain. */
export type UserRef = { readonly id: string } | { readonly name: string; readonly domain: DomainRef };
export type DomainRef = { readonly id: string } | { readonly name: string };
export type Scope =
  | { readonly project: { readonly id: string } | { readonly name: string; readonly domain: DomainRef } }
  | { readonly domain: DomainRef };

/** File contents are PEM text, already read. */
export interface TlsOptions {
  readonly insecure: boolean;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Which cloud a session speaks to: state records it. */
export interface Cloud {
  readonly projectId: string;
  /** The region of the endpoint in use. */
  readonly region: string;
  /** Trove's base URL without a trailing slash, with version and project: `http://host:8779/v1.0/<project id>`. */
  readonly endpoint: string;
}
