/** A token of Keystone, or of Rackspace's identity service, scoped to one project. */
export interface Token {
  /** Secret. */
  readonly id: string;
  /** Milliseconds since the epoch by the server's clock. */
  readonly expiresAt: number;
  /** Milliseconds that it had left to live when it was received, whatever this machine's clock says. */
  readonly lifeMs: number;
  readonly projectId: string;
  readonly catalog: readonly CatalogService[];
  /** What the catalogue calls Trove: `database`, `rax:database`. */
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
