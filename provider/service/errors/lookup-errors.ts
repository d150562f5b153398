import { TroveError } from "../../core/trove-error.ts";
import type { Cloud } from "../../openstack/credentials.ts";

/** A lookup (`get`) found no resource with the id. */
export class LookupError extends TroveError {
  readonly code = "TROVE_LOOKUP";

  /** @param subject the resource, as a sentence begins with it: `Instance 4f1c…` */
  constructor(subject: string, cloud: Cloud) {
    super(
      `${subject} does not exist in project ${cloud.projectId}, region ${cloud.region}. ` +
        "Correct the id, or use the credentials of its project and region.",
    );
  }
}

/** The state of a resource lacks what this provider writes into every state. */
export class StateError extends TroveError {
  readonly code = "TROVE_STATE";

  /**
   * @param what the resource: `instance 4f1c…`
   * @param howToAdopt `Resource.howToAdopt`
   */
  constructor(what: string, howToAdopt: string) {
    super(
      `The state of ${what} was not written by pulumi-trove, or was edited. Remove the resource from the state with ` +
        `\`pulumi state delete\`, then ${howToAdopt}.`,
    );
  }
}
