import { watchCancellation } from "./cancellation.ts";

/** Reads a value of the stack configuration: a text, or what an explicit provider was given. */
export type ReadConfig = (key: string) => unknown;

/** What a process of the dynamic host knows at its start, before it loads the provider. */
export class HostConfiguration {
  /** Aborted when the engine cancels. */
  readonly signal: AbortSignal = watchCancellation();
  /** Whether the operation is a preview. Only a check knows, from the SDK. */
  preview = false;
  #readConfig: ReadConfig = () => undefined;
  #keys: readonly string[] = [];

  /**
   * Stores the configuration synchronously: the host serves the next call without waiting for this one. All resources get
   * the same configuration.
   */
  configure(readConfig: ReadConfig, keys: readonly string[]): void {
    this.#readConfig = readConfig;
    this.#keys = keys;
  }

  /** The full keys of all values that are set: `trove:authUrl`. */
  keys(): readonly string[] {
    return this.#keys;
  }

  get(key: string): unknown {
    return this.#readConfig(key);
  }
}
