import type { Flavor } from "../../trove/types.ts";
import { tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors/input-error.ts";
import { text } from "../rules.ts";

/** The flavors that the cloud offers the project, listed once in the process. */
export function listFlavors({
  cache,
  trove,
  signal,
}: Pick<Context, "cache" | "trove" | "signal">): Promise<readonly Flavor[]> {
  return cache.once("flavors", () => trove.flavors.list({ signal }));
}

/**
 * The id of a flavor that is declared by id or name. An id takes precedence: a name may look like one.
 *
 * @throws {UnknownFlavorError} if no flavor has the id or name, or several have the name
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
 * The id of a flavor that an instance may already have. The cloud need not offer that one any more.
 *
 * @param current the flavor as it was declared for the instance, and its id
 * @throws {UnknownFlavorError}
 */
export async function flavorIdOrOwn(
  flavor: string,
  current: { readonly flavor: string | undefined; readonly flavorId: string } | undefined,
  context: Context,
): Promise<string> {
  try {
    return await flavorIdOf(flavor, context);
  } catch (error) {
    if (error instanceof UnknownFlavorError && current?.flavor === flavor) return current.flavorId;
    throw error;
  }
}

/** The name of a flavor, or its id if the cloud no longer offers it. */
export async function flavorNameOf(flavorId: string, context: Context): Promise<string> {
  return (await listFlavors(context)).find(({ id }) => id === flavorId)?.name ?? flavorId;
}

/**
 * How a program can declare the flavor: by its name if no other flavor has that name or id; otherwise by its id.
 *
 * @param before what an earlier call returned for a flavor: it stays if the flavors cannot be listed now
 */
export async function declarableFlavor(
  flavorId: string,
  before: { readonly flavor?: string | undefined; readonly flavorId: string } | undefined,
  context: Context,
): Promise<string> {
  const flavors = await tryLookup(context, () => listFlavors(context));
  if (flavors === undefined) return (before?.flavorId === flavorId ? before.flavor : undefined) ?? flavorId;
  const { name } = flavors.find(({ id }) => id === flavorId) ?? {};
  const isUnique = flavors.every((other) => other.id === flavorId || (other.name !== name && other.id !== name));
  return name !== undefined && isUnique && text.safeParse(name).success ? name : flavorId;
}

/** The memory in MiB of a flavor that is declared by id or name; 0 if it is not known. */
export function ramOf(flavor: string | undefined, flavors: readonly Flavor[]): number {
  return flavors.find(({ id, name }) => id === flavor || name === flavor)?.ram ?? 0;
}

/** No flavor of the cloud has the declared id or name, or several have the name. */
export class UnknownFlavorError extends InputError {
  readonly code = "TROVE_UNKNOWN_FLAVOR";

  constructor(
    flavor: string,
    offered: readonly { readonly id: string; readonly name: string }[],
    isAmbiguous: boolean,
  ) {
    const list = offered.map(({ id, name }) => `${name} (${id})`).join(", ");
    super(
      "flavor",
      isAmbiguous
        ? `several flavors are named "${flavor}": ${list}. Declare the id of one.`
        : `this cloud has no flavor "${flavor}". ${list ? `Use one of ${list}` : "It offers this project none: ask its operator"}.`,
    );
  }
}
