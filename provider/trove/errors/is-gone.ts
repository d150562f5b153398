import { type MissingResource, NotFoundError } from "./not-found-error.ts";

/** Objects by type, each with its id or name: `{ instance: id }`. */
export type NamedObjects = { readonly [Resource in MissingResource]?: string };

/**
 * Whether Trove itself said that one of these objects does not exist. A 404 about anything else is no answer to that: an
 * instance can exist whose configuration group cannot be found (`trove/instance/models.py`, `configuration`).
 */
export function isGone(error: unknown, objects: NamedObjects): error is NotFoundError {
  if (!(error instanceof NotFoundError) || error.resource === undefined || error.resourceId === undefined) return false;
  return objects[error.resource] === error.resourceId;
}

/** The result of the work, or `undefined` where Trove itself said that one of these objects does not exist. */
export async function unlessGone<T>(work: Promise<T>, objects: NamedObjects): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isGone(error, objects)) return undefined;
    throw error;
  }
}
