import { ApiError, type Failure } from "./api-error.ts";

/** What a 404 says is missing. */
export type MissingResource = "instance" | "user" | "database" | "datastore" | "configuration" | "backup";

/** Trove's own 404. A 404 of a proxy, or of a path that Trove does not know, is not one: it never means that something is gone. */
export class NotFoundError extends ApiError {
  override readonly code = "TROVE_NOT_FOUND";
  /** What is missing, where the message tells: a user's path answers 404 for its instance too. */
  readonly resource: MissingResource | undefined;

  constructor(failure: Failure, resource: MissingResource | undefined) {
    super(failure, "It may have been deleted outside this program, or belong to another project or region.");
    this.resource = resource;
  }
}
