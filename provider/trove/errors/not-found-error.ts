import { ApiError, type Failure } from "./api-error.ts";

/** The type of an object that does not exist. */
export type MissingResource = "instance" | "user" | "database" | "datastore" | "configuration" | "backup";

/**
 * Trove's own 404. A proxy's 404, or that of a path unknown to Trove, is an `ApiError`: it does not prove a deletion.
 */
export class NotFoundError extends ApiError {
  override readonly code = "TROVE_NOT_FOUND";
  /**
   * The type of the missing object, if the message names it. It need not be the requested object: a read of an instance
   * also answers 404 for its configuration group, and the path of a user for its instance.
   */
  readonly resource: MissingResource | undefined;
  /** The id of the missing object, or its name (of a user, `name@host`), if the message has it. */
  readonly resourceId: string | undefined;

  constructor(failure: Failure, resource: MissingResource | undefined, resourceId: string | undefined) {
    super(failure, resource === "configuration" && isRead(failure) ? GROUP_NOT_SHOWN : ELSEWHERE);
    this.resource = resource;
    this.resourceId = resourceId;
  }
}

const ELSEWHERE = "It may have been deleted outside this program, or belong to another project or region.";
/** Trove finds the instance before it looks up the group (`trove/instance/models.py`, `load_instance_with_info`). */
const GROUP_NOT_SHOWN =
  "An instance that has this configuration group exists, but Trove shows its details only to the project of the group. " +
  "Ask the cloud's operator to detach the group from the instance.";

function isRead({ method, path }: Failure): boolean {
  return method === "GET" && /\/instances\/[^/?]+(?:\?|$)/.test(path);
}
