import { TroveError } from "../../core/trove-error.ts";
import type { Cloud } from "../../openstack/credentials.ts";

/** `get` was asked for an instance that is not there. */
export class LookupError extends TroveError {
  readonly code = "TROVE_LOOKUP";

  /** @param what such as `instance 4f1c…` */
  constructor(what: string, cloud: Cloud) {
    super(
      `There is no ${what} in project ${cloud.projectId}, region ${cloud.region}: nothing to get. ` +
        "Correct the id, or use the credentials of its project and region.",
    );
  }
}

/** The state of a resource does not say what this provider writes into every state. */
export class StateError extends TroveError {
  readonly code = "TROVE_STATE";

  constructor(what: string, howToAdopt: string) {
    super(
      `The state of ${what} was not written by pulumi-trove, or was edited. Take the resource out of the state with ` +
        `\`pulumi state delete\` and ${howToAdopt}.`,
    );
  }
}
