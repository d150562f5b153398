import { ApiError, type Failure } from "./api-error.ts";

/** What a 404 says is missing. */
export type MissingResource = "instance" | "user" | "database" | "datastore" | "configuration" | "backup";

/** Trove's own 404. A 404 of a proxy, or of a path that Trove does not know, is not one: it never means that something is gone. */
export class NotFoundError extends ApiError {
  override readonly code = "TROVE_NOT_FOUND";
  /**
   * What is missing, where the message tells. It need not be what the request was for: reading an instance answers 404
   * for its configuration group too, and a user's path for its instance.
   */
  readonly resource: MissingResource | undefined;
  /** The id of what is missing, or its name (of a user `name@host`), where the message tells. */
  readonly resourceId: string | undefined;

  constructor(failure: Failure, resource: MissingResource | undefined, resourceId: string | undefined) {
    super(failure, resource === "configuration" && isRead(failure) ? GROUP_NOT_SHOWN : ELSEWHERE);
    this.resource = resource;
    this.resourceId = resourceId;
  }
}

const ELSEWHERE = "It may have been deleted outside this program, or belong to another project or region.";
/** Trove has found the instance before it looks up the group (`trove/instance/models.py`, `load_instance_with_info`). */
const GROUP_NOT_SHOWN =
  "An instance that has this configuration group exists, but Trove shows its details only to the project of the group. " +
  "Ask the cloud's operator to detach the group from the instance.";

function isRead({ method, path }: Failure): boolean {
  return method === "GET" && /\/instances\/[^/?]+(?:\?|$)/.test(path);
}
