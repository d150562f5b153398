import { type MissingResource, NotFoundError } from "./not-found-error.ts";

/** Whether Trove itself said that it is gone; with `resource`, that it is this which is gone. */
export function isNotFound(error: unknown, resource?: MissingResource): error is NotFoundError {
  return error instanceof NotFoundError && (resource === undefined || error.resource === resource);
}

/** What the work gives, or `undefined` where Trove itself said that it, with `resource` this, is gone. */
export async function unlessNotFound<T>(work: Promise<T>, resource?: MissingResource): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isNotFound(error, resource)) return undefined;
    throw error;
  }
}
