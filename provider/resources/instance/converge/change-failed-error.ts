import { TroveError } from "../../../http/trove-error.ts";
import { troveSays } from "../../../trove/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";

/** Trove took a change and did not make it: the instance is back as it was, or in ERROR. */
export class ChangeFailedError extends TroveError {
  readonly code = "TROVE_CHANGE_FAILED";

  constructor(what: string, instance: Instance) {
    super(
      `Instance "${instance.name}" (${instance.id}) did not come ${what}; its status is ${instance.status}. ` +
        `${troveSays(instance)} ${instance.status === "ERROR" ? BROKEN : AS_IT_WAS}`,
    );
  }
}

const AS_IT_WAS = "Nothing was lost; mend the cause, and the next `pulumi up` tries again.";
const BROKEN =
  "It may hold data, so it is never replaced for this: have it mended (the operator can reset its status), then run " +
  "`pulumi up` again.";
