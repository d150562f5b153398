import * as pulumi from "@pulumi/pulumi";

export type Path = readonly string[];

/**
 * The paths of what a program gives as secrets, `["name"]` or `["users", "app@%", "databases"]`. The engine opens secrets
 * for a dynamic provider, which could not tell otherwise what it must not repeat in an error.
 *
 * @param properties the arguments as they are registered
 * @param known the last parts of paths that the provider treats as secret anyway: `password`
 * @returns a plain value, never a secret and never unknown; `undefined` where there are none
 */
export async function secretPaths(
  properties: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Promise<Path[] | undefined> {
  const paths = (await Promise.all(Object.entries(properties).map(([key, value]) => pathsIn(value, [key])))).flat();
  const others = paths.filter((path) => !(path.length > 1 && known.includes(path.at(-1) ?? "")));
  return others.length === 0 ? undefined : others;
}

async function pathsIn(value: unknown, path: Path): Promise<Path[]> {
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return [];
  if (pulumi.Output.isInstance(value)) return (await isSecret(value)) ? [path] : [];
  if (value instanceof Promise) return (await isSecret(pulumi.output(value))) ? [path] : [];
  const inner = Object.entries(value).map(([key, item]) => pathsIn(item, [...path, key]));
  const paths = (await Promise.all(inner)).flat();
  // The provider sorts lists, so an index of the program's list can mean another item there.
  return Array.isArray(value) && paths.length > 0 ? [path] : paths;
}

/** What fails is no secret here: the registration fails with the same error. */
function isSecret(value: pulumi.Output<unknown>): Promise<boolean> {
  return pulumi.isSecret(value).catch(() => false);
}
