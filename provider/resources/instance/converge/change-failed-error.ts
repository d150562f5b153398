import { TroveError } from "../../../http/trove-error.ts";
import { troveSays } from "../../../trove/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";
import { MAY_HOLD_DATA } from "../may-hold-data.ts";

/** Trove took a change and did not make it: the instance is back as it was, or in ERROR. */
export class ChangeFailedError extends TroveError {
  readonly code = "TROVE_CHANGE_FAILED";

  constructor(what: string, instance: Instance, reason = reasonOf(instance)) {
    super(
      `Instance "${instance.name}" (${instance.id}) did not come ${what}; its status is ${instance.status}. ${reason}`,
    );
  }

  /** Trove refuses the change of a source because of a replica. */
  static ofReplica(what: string, source: Instance, replicaId: string): ChangeFailedError {
    const reason =
      `Trove refuses the change while replica ${replicaId} is in ERROR. Repair or delete that replica, and the next ` +
      "`pulumi up` tries again.";
    return new ChangeFailedError(what, source, reason);
  }
}

function reasonOf(instance: Instance): string {
  return `${troveSays(instance)} ${instance.status === "ERROR" ? MAY_HOLD_DATA : AS_IT_WAS}`;
}

const AS_IT_WAS = "Nothing was lost; mend the cause, and the next `pulumi up` tries again.";
