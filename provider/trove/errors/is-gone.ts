import { type MissingResource, NotFoundError } from "./not-found-error.ts";

/** Ids or names of objects by type: `{ instance: id }`. */
export type NamedObjects = { readonly [Resource in MissingResource]?: string };

/**
 * Whether Trove itself reported that one of these objects does not exist. A 404 about another object does not prove
 * that: an instance can exist although its configuration group is not found (`trove/instance/models.py`,
 * `configuration`).
 */
export function isGone(error: unknown, objects: NamedObjects): error is NotFoundError {
  if (!(error instanceof NotFoundError) || error.resource === undefined || error.resourceId === undefined) return false;
  return objects[error.resource] === error.resourceId;
}

/** Returns the result, or `undefined` if Trove itself reported that one of these objects does not exist. */
export async function unlessGone<T>(work: Promise<T>, objects: NamedObjects): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isGone(error, objects)) return undefined;
    throw error;
  }
}
