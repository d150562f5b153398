import { TroveError } from "../../core/trove-error.ts";

/** The catalogue of the cloud has no endpoint of Trove that fits, or more than one. Says what it has. */
export class EndpointError extends TroveError {
  override readonly code = "TROVE_ENDPOINT";
}
