import { unlessGone } from "../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import type { Instance } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/**
 * Reads an instance; `undefined` if it is gone. A GET of the instance also fails with 404 if its configuration group
 * cannot be found (`trove/instance/models.py`). The instance then comes from the list, which reports no configuration
 * group and no times.
 *
 * @param read a read, or a wait that ends with one; a single read by default
 * @throws {NotFoundError} the second GET also failed with a 404 about something else, and the list lacks the instance:
 * whether it is gone is unknown.
 */
export async function findInstance(
  id: string,
  { trove, poller, signal }: Pick<Context, "trove" | "poller" | "signal">,
  read = poller.get(id, signal),
): Promise<Instance | undefined> {
  try {
    return await unlessGone(read, { instance: id });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    for await (const instance of trove.instances.list({ signal })) if (instance.id === id) return instance;
    // It may have been deleted between the two requests: then a GET now fails with a 404 about the instance.
    return unlessGone(trove.instances.get(id, { signal }), { instance: id });
  }
}
