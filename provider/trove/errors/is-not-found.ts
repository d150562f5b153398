import { type MissingResource, NotFoundError } from "./not-found-error.ts";

/** Whether Trove itself said that something does not exist; with `resource`, that it is one of these. */
export function isNotFound(error: unknown, resource?: MissingResource): error is NotFoundError {
  return error instanceof NotFoundError && (resource === undefined || error.resource === resource);
}
