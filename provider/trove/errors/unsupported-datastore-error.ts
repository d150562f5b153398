import type { Failure } from "./api-error.ts";
import { BadRequestError } from "./bad-request-error.ts";

/**
 * 422 "Operation not supported for datastore …": this cloud's Trove offers the operation for other datastores alone,
 * whatever the status of the instance. Trove up to 22 lists and changes databases, users and grants of MySQL and MariaDB
 * alone (`trove/extensions/common/models.py`, `load_and_verify`).
 */
export class UnsupportedDatastoreError extends BadRequestError {
  override readonly code = "TROVE_UNSUPPORTED_DATASTORE";

  constructor(failure: Failure) {
    super(
      failure,
      "This cloud's Trove does not offer this operation for the datastore: use SQL in the database itself.",
    );
  }
}
