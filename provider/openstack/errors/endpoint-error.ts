import { TroveError } from "../../core/trove-error.ts";

/** The service catalog has no matching endpoint of Trove, or more than one. The text lists those that it has. */
export class EndpointError extends TroveError {
  override readonly code = "TROVE_ENDPOINT";
}
