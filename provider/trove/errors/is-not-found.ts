import { type MissingResource, NotFoundError } from "./not-found-error.ts";

/** Whether Trove itself reported that an object does not exist; with `resource`, an object of this type. */
export function isNotFound(error: unknown, resource?: MissingResource): error is NotFoundError {
  return error instanceof NotFoundError && (resource === undefined || error.resource === resource);
}
