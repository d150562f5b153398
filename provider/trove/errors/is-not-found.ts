import { type MissingResource, NotFoundError } from "./not-found-error.ts";

/** Whether Trove itself said that it is gone; with `resource`, that it is this which is gone. */
export function isNotFound(error: unknown, resource?: MissingResource): error is NotFoundError {
  return error instanceof NotFoundError && (resource === undefined || error.resource === resource);
}
