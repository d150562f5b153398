import type { FilePlaces } from "./clouds-yaml/find-config-file.ts";

/** Everything outside the program that credentials come from. */
export interface CredentialSources extends FilePlaces {
  /** A value of Pulumi's configuration by its full name (`trove:authUrl`): text, boolean, number, object or `undefined`. */
  readonly config: (key: string) => unknown;
  /**
   * The configuration is that of an explicit `TroveProvider`: it, with the cloud that it names, counts alone, never the
   * environment's login.
   */
  readonly explicit?: boolean | undefined;
  /** The configuration is what a script gave to the client: texts name its keys alone, and say nothing of Pulumi. */
  readonly script?: boolean | undefined;
}
