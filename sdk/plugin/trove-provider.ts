import * as pulumi from "@pulumi/pulumi";
import { configurationOf, type Setting } from "../configuration.ts";
import type { TroveProviderArgs } from "../provider-args.ts";
import { refuseProgramErrors } from "../refuse-program-errors.ts";
import { pluginVersion } from "./host.ts";

/**
 * An explicit provider, for another cloud than the one in the stack configuration:
 * `new TroveInstance("db", { … }, { provider })`. If credentials are missing or contradict each other, the first operation
 * that needs the cloud fails (`TROVE_CONFIG`).
 *
 * @example
 * ```ts
 * const second = new TroveProvider("second", { cloud: "second" });
 * new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 } }, { provider: second });
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
    super("trove", name, toConfiguration(args ?? {}), { ...opts, version: opts?.version ?? pluginVersion });
  }
}

/** The engine passes the configuration of a plugin as texts. A value that is not a text is sent as JSON. */
function toConfiguration(args: TroveProviderArgs): pulumi.Inputs {
  const entries = configurationOf(args).map(([key, value]) => [key, typeof value === "string" ? value : toText(value)]);
  return Object.fromEntries(entries);
}

function toText(value: Setting): pulumi.Output<string | undefined> {
  return pulumi.output(value).apply((plain: unknown) => (typeof plain === "string" ? plain : JSON.stringify(plain)));
}
