import * as pulumi from "@pulumi/pulumi";
import { refuseForeignProvider } from "../foreign-provider.ts";
import type { LookupOptions } from "../lookups/options.ts";
import { settingsOf, unknownProvider } from "../lookups/provider-settings.ts";
import { toProgramError, withIds, withoutNulls } from "../lookups/results.ts";
import { pluginType } from "../resource-kind.ts";
import { pluginVersion } from "./host.ts";

/** Calls a function of the plugin. */
export async function lookUp<Result>(name: string, args: object = {}, options: LookupOptions = {}): Promise<Result> {
  const found = await invoke(name, args, optionsOf(name, options));
  // Nothing is asked of a provider that a preview cannot configure (`pkg/resource/plugin/provider_plugin.go`, `Invoke`).
  if (Object.keys(found).length === 0) throw unknownProvider(name);
  return withoutNulls(found) as Result;
}

async function invoke(name: string, args: object, options: pulumi.InvokeOptions): Promise<object> {
  try {
    return await pulumi.runtime.invoke(pluginType(name), { ...args }, options);
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
  const { provider } = options;
  const found = pulumi.runtime.invokeOutput<unknown>(pluginType(name), withIds(args), optionsOf(name, options));
  // The settings only say whether the result is known.
  const settings = provider === undefined ? {} : settingsOf(provider);
  return pulumi.all([found, settings]).apply(([results]) => withoutNulls(results) as Result);
}

function optionsOf(name: string, { provider }: LookupOptions): pulumi.InvokeOptions {
  refuseForeignProvider(name, provider, "pulumi-trove/plugin", "trove");
  return { version: pluginVersion, ...(provider === undefined ? {} : { provider }) };
}
