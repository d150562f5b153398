import * as pulumi from "@pulumi/pulumi";
import { refuseForeignProvider } from "../foreign-provider.ts";
import type { LookupOptions } from "../lookups/options.ts";
import { toProgramError, withIds, withoutNulls } from "../lookups/results.ts";
import { pluginType } from "../resource-kind.ts";
import { pluginVersion } from "./host.ts";

/** Calls a function of the plugin. */
export async function lookUp<Result>(name: string, args: object = {}, options: LookupOptions = {}): Promise<Result> {
  const invokeOptions = optionsOf(name, options);
  try {
    return withoutNulls(await pulumi.runtime.invoke(pluginType(name), { ...args }, invokeOptions)) as Result;
  } catch (error) {
    throw toProgramError(name, error);
  }
}

/** Does the same with inputs. */
export function lookUpOutput<Result>(
  name: string,
  args: object = {},
  options: LookupOptions = {},
): pulumi.Output<Result> {
  const found = pulumi.runtime.invokeOutput<unknown>(pluginType(name), withIds(args), optionsOf(name, options));
  return found.apply((results) => withoutNulls(results) as Result);
}

function optionsOf(name: string, { provider }: LookupOptions): pulumi.InvokeOptions {
  refuseForeignProvider(name, provider, "pulumi-trove/plugin", "trove");
  return { version: pluginVersion, ...(provider === undefined ? {} : { provider }) };
}
