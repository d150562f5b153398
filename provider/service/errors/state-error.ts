import { TroveError } from "../../core/trove-error.ts";

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
