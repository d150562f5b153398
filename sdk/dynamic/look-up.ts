import * as pulumi from "@pulumi/pulumi";
import { refuseForeignProvider } from "../foreign-provider.ts";
import type { LookupOptions } from "../lookups/options.ts";
import { settingsOf, unknownProvider } from "../lookups/provider-settings.ts";
import { toProgramError, withIds, withoutNulls } from "../lookups/results.ts";

// Pulumi's dynamic host serves no functions. These run in the program's own process, which loads the provider for them.

type Settings = Readonly<Record<string, unknown>>;

/** Where a lookup looks. */
interface Place {
  /** Lookups with the same owner share a login: one run of a program, or an explicit provider. */
  readonly owner: object;
  /** The settings by their full keys: `trove:authUrl`. */
  readonly settings: Settings | pulumi.Output<Settings>;
}

/** Runs a lookup. */
export async function lookUp<Result>(name: string, args: object = {}, options: LookupOptions = {}): Promise<Result> {
  const { owner, settings } = placeOf(name, options);
  const known = pulumi.Output.isInstance(settings) ? await settingsIn(name, settings) : settings;
  return run(name, { ...args }, owner, known, false);
}

/** Does the same with inputs. */
export function lookUpOutput<Result>(
  name: string,
  args: object = {},
  options: LookupOptions = {},
): pulumi.Output<Result> {
  const { owner, settings } = placeOf(name, options);
  const given = pulumi.output(withIds(args));
  return pulumi
    .all([given, settings, pulumi.isSecret(given), idsOfResources(given)])
    .apply(([plain, plainSettings, isSecret]) => run<Result>(name, plain, owner, plainSettings, isSecret));
}

/** The owner of lookups outside of a run of Pulumi, as in a unit test. */
const NO_RUN = {};

/** Reads the configuration of the run before anything else: it depends on the asynchronous context of the caller. */
function placeOf(name: string, { provider }: LookupOptions): Place {
  refuseForeignProvider(name, provider, "pulumi-trove", "pulumi-nodejs");
  if (provider === undefined) {
    return { owner: pulumi.runtime.getStackResource() ?? NO_RUN, settings: pulumi.runtime.allConfig() };
  }
  return { owner: provider, settings: settingsOf(provider) };
}

async function run<Result>(
  name: string,
  args: Settings,
  owner: object,
  settings: Settings,
  isSecret: boolean,
): Promise<Result> {
  const { lookUpInProgram } = await import("../../provider/hosts/dynamic/program-lookups.ts");
  const warn = (message: string) => void pulumi.log.warn(message);
  try {
    return withoutNulls(await lookUpInProgram({ name, args, owner, settings, isSecret, warn })) as Result;
  } catch (error) {
    throw toProgramError(name, error);
  }
}

/** The value of an output, for a caller that cannot take an output. */
async function settingsIn(name: string, settings: pulumi.Output<Settings>): Promise<Settings> {
  // Not in Pulumi's types (`@pulumi/pulumi`, `output.ts`). Without it, a preview would wait for an unknown value for ever.
  const isKnown: unknown = await Reflect.get(settings, "isKnown");
  if (isKnown === false) throw unknownProvider(name);
  return new Promise((resolve) => {
    settings.apply(resolve);
  });
}

/**
 * The ids of the resources that an output comes from. They are unknown in a preview that would create one of them: then
 * what is looked up need not exist yet. The plugin's lookups wait in the same way (`@pulumi/pulumi`, `runtime/invoke.ts`).
 */
function idsOfResources(output: pulumi.Output<unknown>): pulumi.Output<unknown> {
  const allResources: unknown = Reflect.get(output, "allResources");
  if (typeof allResources !== "function") return pulumi.output([]);
  const resources: Promise<Iterable<unknown>> = Reflect.apply(allResources, output, []);
  return pulumi.output(resources.then((all) => [...all].filter(pulumi.CustomResource.isInstance).map(({ id }) => id)));
}
