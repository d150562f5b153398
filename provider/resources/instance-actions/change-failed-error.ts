import { TroveError } from "../../core/trove-error.ts";
import { troveSays } from "../../trove/instances/fault-text.ts";
import type { Instance } from "../../trove/types.ts";
import { MAY_HOLD_DATA } from "./may-hold-data.ts";

/** Trove or its guest agent did not apply a change. The instance is as it was, or in ERROR. */
export class ChangeFailedError extends TroveError {
  readonly code = "TROVE_CHANGE_FAILED";

  /** @param action that the instance cannot perform: `complete the resize to flavor 2` */
  static inError(action: string, instance: Instance): ChangeFailedError {
    const reason = `its status is ERROR. ${troveSays(instance)} ${MAY_HOLD_DATA}`;
    return new ChangeFailedError(`${describe(instance)} cannot ${action}: ${reason}`);
  }

  /** @param what the change: `resize to flavor 2` */
  static notApplied(what: string, instance: Instance): ChangeFailedError {
    return new ChangeFailedError(
      `${describe(instance)}: Trove accepted the ${what} but did not apply it; its status is ${instance.status}. ` +
        `${troveSays(instance)} ${AS_IT_WAS}`,
    );
  }

  /** @param what the change: `resize to flavor 2` */
  static notAnswered(what: string, instance: Instance, requests: number): ChangeFailedError {
    return new ChangeFailedError(
      `${describe(instance)}: Trove answered none of ${requests} requests for the ${what} and did not apply it; its ` +
        `status is ${instance.status}. ${troveSays(instance)} ${AS_IT_WAS}`,
    );
  }

  /** Trove refuses a change of a source because of a replica. */
  static ofReplica(what: string, source: Instance, replica: Instance): ChangeFailedError {
    return new ChangeFailedError(
      `${describe(source)}: Trove refuses the ${what} while replica ${replica.id} is in ${replica.status}. Repair or ` +
        "delete that replica, then run `pulumi up` again.",
    );
  }

  /** The guest agent answers, and has not created or dropped what is at the path. */
  static ofGuest(
    id: string,
    path: string,
    change: "create" | "drop" | "rename",
    withinMs: number,
    hint: string,
  ): ChangeFailedError {
    return new ChangeFailedError(
      `${path}: the guest agent of instance ${id} did not ${change} it within ${withinMs / 60_000} minutes, and Trove ` +
        `does not report why. ${hint} The next \`pulumi up\` tries again.`,
    );
  }

  /** Trove made a grant and does not list it, so it cannot revoke it (`trove/extensions/mysql/service.py`). */
  static ofUnlistedGrants(id: string, path: string, names: readonly string[]): ChangeFailedError {
    return new ChangeFailedError(
      `${path}: Trove does not list the grant on ${names.join(", ")} that it made on instance ${id}, so it cannot ` +
        "revoke it. It lists only grants to users named with A-Z, a-z, 0-9 and _, on databases that the role " +
        "postgres owns. Change the owner with SQL (ALTER DATABASE … OWNER TO postgres), or remove the grant from the " +
        "program and revoke it with SQL.",
    );
  }
}

function describe({ id, name }: Instance): string {
  return `Instance "${name}" (${id})`;
}

const AS_IT_WAS = "No data was lost. Fix the cause, then run `pulumi up` again.";
