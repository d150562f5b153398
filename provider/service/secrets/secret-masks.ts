import type { Log } from "../../core/log.ts";
import { boundText } from "../../core/server-text.ts";
import { SecretMask } from "../../http/secrets/secret-mask.ts";
import type { InstanceNames } from "../names/instance-names.ts";

/** Replaces the secrets in a text by `***`. */
export type Mask = (text: string) => string;

/** A text can list all arguments of a resource, each with the answer of a server. */
const LONGEST_TEXT = 16_384;

/** The secrets that a process has met. A mask also adds the names of instances to a text that has their ids. */
export class SecretMasks {
  readonly #instanceNames: InstanceNames;
  readonly #login: string[] = [];
  readonly #resources = new Set<string>();
  /** Secret names of resources. A text about a replica or an adoption names the instance of another resource. */
  readonly #names = new Set<string>();

  constructor(instanceNames: InstanceNames) {
    this.#instanceNames = instanceNames;
  }

  /** Adds the password, token or key of the login. */
  addLogin(...secrets: readonly string[]): void {
    this.#login.push(...secrets);
  }

  /** The mask of texts that concern all resources, such as those of the session. */
  readonly ofProcess: Mask = (text) => this.#mask(this.#resources, text);

  /**
   * The mask of texts about a resource with these secrets.
   *
   * @param names the names that the resource has had
   */
  ofResource(secrets: readonly string[], names: readonly unknown[]): Mask {
    for (const secret of secrets) {
      this.#resources.add(secret);
      if (names.includes(secret)) this.#names.add(secret);
    }
    return (text) => this.#mask(secrets, text);
  }

  #mask(secrets: Iterable<string>, text: string): string {
    const mask = new SecretMask([...this.#login, ...this.#names, ...secrets]);
    return mask.apply(boundText(this.#instanceNames.addTo(text), LONGEST_TEXT));
  }
}

/** A log that masks each line. */
export function maskedLog(log: Log, mask: Mask): Log {
  return {
    status: (message) => log.status(mask(message)),
    info: (message) => log.info(mask(message)),
    warn: (message) => log.warn(mask(message)),
  };
}
