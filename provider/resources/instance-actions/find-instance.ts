import { unlessGone } from "../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/**
 * The instance as a look shows it, `undefined` where it is gone. Where a 404 about something else keeps the look from
 * showing it, as the plain list does, without configuration group and times.
 *
 * @param look or a wait that ends with one; a single look if it is left out
 * @throws {NotFoundError} a second look was refused for something else too, and the list does not show the instance:
 * whether it is gone is not known.
 */
export async function findInstance(
  id: string,
  { trove, poller, signal }: Pick<Context, "trove" | "poller" | "signal">,
  look = poller.get(id, signal),
): Promise<Instance | undefined> {
  try {
    return await unlessGone(look, { instance: id });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    for await (const instance of trove.instances.list({ signal })) if (instance.id === id) return instance;
    // It may have gone between the two: then its own 404 says so now.
    return unlessGone(trove.instances.get(id, { signal }), { instance: id });
  }
}
