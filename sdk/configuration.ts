import * as pulumi from "@pulumi/pulumi";
import { SECRETS, type TroveProviderArgs } from "./provider-args.ts";

export type Setting = NonNullable<TroveProviderArgs[keyof TroveProviderArgs]>;

/** The arguments of an explicit provider that have a value, by name. Those that the state encrypts are marked as secrets. */
export function configurationOf(args: TroveProviderArgs): [name: string, value: Setting][] {
  return Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, isSecret(name) ? secretUnlessUndefined(value) : value]);
}

/** A secret that is undefined would be sent as `null` instead of being left out (`sdk/nodejs/runtime/rpc.ts`). */
function secretUnlessUndefined(value: pulumi.Input<string | undefined>): pulumi.Output<string | undefined> {
  return pulumi
    .output(value)
    .apply<string | undefined>((plain) => (plain === undefined ? pulumi.output(plain) : pulumi.secret(plain)));
}

function isSecret(name: string): boolean {
  return SECRETS.some((secret) => secret === name);
}
