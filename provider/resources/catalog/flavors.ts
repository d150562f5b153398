import type { Flavor } from "../../trove/types.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors/input-error.ts";

/**
 * The id of a flavor given by id or by name. An id comes first: a name may look like one.
 *
 * @throws {UnknownFlavorError} there is no such flavor, or several bear the name.
 */
export async function flavorIdOf(flavor: string, context: Context): Promise<string> {
  const flavors = await listFlavors(context);
  if (flavors.some(({ id }) => id === flavor)) return flavor;
  const named = flavors.filter(({ name }) => name === flavor);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.id;
  throw new UnknownFlavorError(flavor, named.length > 1 ? named : flavors, named.length > 1);
}

/**
 * The same for an instance that has a flavor already: one that the cloud offers no more is still that of the instances
 * that have it.
 *
 * @param had how the instance's flavor was given, and its id.
 */
export async function flavorIdOrOwn(
  flavor: string,
  had: { readonly flavor: string | undefined; readonly flavorId: string } | undefined,
  context: Context,
): Promise<string> {
  try {
    return await flavorIdOf(flavor, context);
  } catch (error) {
    if (error instanceof UnknownFlavorError && had?.flavor === flavor) return had.flavorId;
    throw error;
  }
}

/** The name of a flavor for people; its id where the cloud offers it no more. */
export async function flavorNameOf(flavorId: string, context: Context): Promise<string> {
  return (await listFlavors(context)).find(({ id }) => id === flavorId)?.name ?? flavorId;
}

export function listFlavors(context: Context): Promise<readonly Flavor[]> {
  return context.cache.once("flavors", () => context.trove.flavors.list({ signal: context.signal }));
}

/** The flavor of an instance is none of the cloud's, or is more than one of them. */
export class UnknownFlavorError extends InputError {
  readonly code = "TROVE_UNKNOWN_FLAVOR";

  constructor(flavor: string, offered: readonly { readonly id: string; readonly name: string }[], ambiguous: boolean) {
    const list = offered.map(({ id, name }) => `${name} (${id})`).join(", ");
    super(
      "flavor",
      ambiguous
        ? `"${flavor}" is the name of several flavors: ${list}. Give the id of one.`
        : `this cloud has no flavor "${flavor}". It has ${list ? `${list}: use one of these` : "none that this project may use: ask its operator for one"}.`,
    );
  }
}
