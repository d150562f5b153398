import { TroveError } from "../../../http/trove-error.ts";
import { troveSays } from "../../../trove/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";
import { MAY_HOLD_DATA } from "../may-hold-data.ts";

/** Trove took a change and did not make it: the instance is back as it was, or in ERROR. */
export class ChangeFailedError extends TroveError {
  readonly code = "TROVE_CHANGE_FAILED";

  constructor(what: string, instance: Instance) {
    super(
      `Instance "${instance.name}" (${instance.id}) did not come ${what}; its status is ${instance.status}. ` +
        `${troveSays(instance)} ${instance.status === "ERROR" ? MAY_HOLD_DATA : AS_IT_WAS}`,
    );
  }
}

const AS_IT_WAS = "Nothing was lost; mend the cause, and the next `pulumi up` tries again.";
