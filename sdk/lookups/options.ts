import type * as pulumi from "@pulumi/pulumi";

/** The options of a lookup. */
export interface LookupOptions {
  /**
   * The `TroveProvider` of the cloud to look in, from the same entry of this package.
   *
   * @default the cloud of the stack configuration, or of the environment
   */
  readonly provider?: pulumi.ProviderResource | undefined;
}
