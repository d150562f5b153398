import * as pulumi from "@pulumi/pulumi";
import { configurationOf } from "../configuration.ts";
import type { TroveProviderArgs } from "../provider-args.ts";
import { refuseProgramErrors } from "../refuse-program-errors.ts";

/**
 * An explicit provider, for another cloud than the one in the stack configuration:
 * `new TroveInstance("db", { … }, { provider })`. If credentials are missing or contradict each other, the first operation
 * that needs the cloud fails (`TROVE_CONFIG`).
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
   * @param args the credentials and settings
   * @throws {pulumi.RunError} if the name is missing, or if one of `opts.customTimeouts` is not a duration
   */
  constructor(name: string, args: TroveProviderArgs, opts?: pulumi.ResourceOptions) {
    refuseProgramErrors("TroveProvider", name, opts);
    super("pulumi-nodejs", name, toConfiguration(args ?? {}), opts);
  }
}

/** A dynamic provider can only read configuration keys that have a namespace. */
function toConfiguration(args: TroveProviderArgs): pulumi.Inputs {
  const entries = configurationOf(args).map(([name, value]) => [`trove:${name}`, value]);
  return { ...Object.fromEntries(entries), "trove:explicit": "true" };
}
