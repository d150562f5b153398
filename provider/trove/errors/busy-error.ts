import { ApiError, type Failure } from "./api-error.ts";

/**
 * The instance is in no state for what is asked, and will be later (`trove/instance/models.py`,
 * `validate_can_perform_action`).
 */
export class BusyError extends ApiError {
  override readonly code = "TROVE_BUSY";
  /** The instance that the message names: it can be a replica or a source of the one that was asked. */
  readonly instanceId: string | undefined;
  /** The status that the message names; of the instance, its task or its service. */
  readonly instanceStatus: string | undefined;

  constructor(failure: Failure, instanceId: string | undefined, instanceStatus: string | undefined) {
    super(failure, "Wait until the instance is ACTIVE and try again.");
    this.instanceId = instanceId;
    this.instanceStatus = instanceStatus;
  }
}
