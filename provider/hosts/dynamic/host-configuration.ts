import { watchCancellation } from "./cancellation.ts";

/** Stack configuration, as the dynamic host hands it over: strings, or whatever an explicit provider was given. */
export type ReadConfig = (key: string) => unknown;

/** What a process of the dynamic host knows from its first moment, before anything heavy is loaded. */
export class HostConfiguration {
  /** Aborted when the engine cancels. */
  readonly signal: AbortSignal = watchCancellation();
  #readConfig: ReadConfig = () => undefined;
  #keys: readonly string[] = [];

  /**
   * Keeps the configuration at once: the host serves the next call without waiting for this one. Every kind of resource
   * brings the same configuration.
   */
  configure(readConfig: ReadConfig, keys: readonly string[]): void {
    this.#readConfig = readConfig;
    this.#keys = keys;
  }

  /** The full names of all values that are set: `trove:authUrl`. */
  keys(): readonly string[] {
    return this.#keys;
  }

  config(key: string): unknown {
    return this.#readConfig(key);
  }
}
