import { ApiError, type Failure } from "./api-error.ts";

/** 5xx. Where `trovesOwn` is true it is an answer of Trove and not of a proxy before it: the request is over. */
export class ServerError extends ApiError {
  override readonly code = "TROVE_SERVER";

  constructor(failure: Failure) {
    super(failure, "Try again; if it lasts, give the request id to the cloud's operator.");
  }
}
