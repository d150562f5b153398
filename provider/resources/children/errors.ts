import { TroveError } from "../../core/trove-error.ts";

/** An import or a lookup has an id of another form. */
export class ChildIdError extends TroveError {
  readonly code = "TROVE_BAD_ID";

  /** @param form `<instance id>/<name>` */
  constructor(id: string, form: string) {
    super(
      `The id ${JSON.stringify(id)} does not have the form ${form}, in which <instance id> is a UUID. Correct the id.`,
    );
  }
}

/** An update found that what it was to change no longer exists. */
export class ChildGoneError extends TroveError {
  readonly code = "TROVE_GONE";

  /**
   * @param what `User`
   * @param renamedTo the key that an interrupted run may have given it
   */
  constructor(what: string, key: string, instanceId: string, renamedTo?: string) {
    const refresh = "`pulumi refresh` to remove it from the state; the next `pulumi up` then creates a new one.";
    const next =
      renamedTo === undefined
        ? `Run ${refresh}`
        : `If an interrupted run renamed it to ${JSON.stringify(renamedTo)}, which exists, set trove:resumeInterrupted to ` +
          `true for one \`pulumi up\`. Otherwise run ${refresh}`;
    super(`${what} ${JSON.stringify(key)} no longer exists on instance ${instanceId}. ${next}`);
  }
}
