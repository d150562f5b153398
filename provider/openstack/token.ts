/** A token from Keystone or Rackspace's identity service, scoped to one project. */
export interface Token {
  /** Secret. */
  readonly id: string;
  /** Milliseconds since the epoch by the server's clock. */
  readonly expiresAt: number;
  /** Milliseconds until it expires, counted from its receipt by the server's clock: this machine's clock may be wrong. */
  readonly lifeMs: number;
  readonly projectId: string;
  readonly catalog: readonly CatalogService[];
  /** Trove's type in the service catalog: `database`, `rax:database`. */
  readonly serviceType: string;
}

export interface CatalogService {
  readonly type: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

export interface CatalogEndpoint {
  readonly interface: string;
  readonly region: string;
  readonly url: string;
}
