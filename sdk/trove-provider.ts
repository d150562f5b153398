import * as pulumi from "@pulumi/pulumi";
import { SECRETS, type TroveProviderArgs } from "./provider-args.ts";
import { refuseProgramErrors } from "./refuse-program-errors.ts";

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
  const entries = Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [`trove:${key}`, isSecret(key) ? secretUnlessUndefined(value) : value]);
  return { ...Object.fromEntries(entries), "trove:explicit": "true" };
}

/** A secret that is undefined would be sent as `null` instead of being left out (`sdk/nodejs/runtime/rpc.ts`). */
function secretUnlessUndefined(value: pulumi.Input<string | undefined>): pulumi.Output<unknown> {
  return pulumi.output(value).apply((plain) => (plain === undefined ? undefined : pulumi.secret(plain)));
}

function isSecret(key: string): boolean {
  return SECRETS.some((secret) => secret === key);
}
