import { BusyError, GuestUnreachableError, UnsupportedDatastoreError } from "../../trove/errors/status-errors.ts";
import type { Context } from "../context.ts";

/** Whether every release of Trove lists and changes the databases and users of the datastore. */
export function areContentsSupportedEverywhere(datastoreType: string): boolean {
  return ["mysql", "mariadb"].includes(datastoreType.toLowerCase());
}

/**
 * Whether this cloud's Trove refuses to list and change the databases and users of the instance, as Trove up to 22 does
 * for all datastores but MySQL and MariaDB. It still creates what a create request declares. Asked until it is known,
 * once a process.
 *
 * @returns `undefined` while the instance has no server: Trove then answers that it is busy.
 */
export async function areContentsUnsupported(
  id: string,
  { cache, trove, signal }: Context,
): Promise<boolean | undefined> {
  try {
    return await cache.once(`contents of ${id}`, async () => {
      const page = trove.databases.page(id, { limit: 1, signal });
      return page.then(() => false, isUnsupported);
    });
  } catch (error) {
    if (error instanceof BusyError) return undefined;
    throw error;
  }
}

/** Trove checks the server first, then the datastore, then the status, which its refusal names, and then asks the guest agent. */
function isUnsupported(error: unknown): boolean {
  if (error instanceof UnsupportedDatastoreError) return true;
  const isBusy = error instanceof BusyError && error.instanceStatus !== undefined;
  if (isBusy || error instanceof GuestUnreachableError) return false;
  throw error;
}
