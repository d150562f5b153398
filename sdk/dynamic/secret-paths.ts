import * as pulumi from "@pulumi/pulumi";

export type Path = readonly string[];

/**
 * The paths of the values that a program gives as secrets, such as `["name"]` or `["users", "app@%", "databases"]`. The
 * engine passes plain values to a dynamic provider, which needs these paths to mask secrets in errors and logs.
 *
 * @param properties the arguments as they are registered
 * @param known the last steps of paths that the provider always treats as secret: `password`
 * @returns a plain value, never a secret and never unknown; `undefined` if no value is a secret
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
  // The provider sorts lists, so an index in the program's list may be another item there.
  return Array.isArray(value) && paths.length > 0 ? [path] : paths;
}

/** A rejected output is not a secret: the registration fails with the same error. */
function isSecret(value: pulumi.Output<unknown>): Promise<boolean> {
  return pulumi.isSecret(value).catch(() => false);
}
