import { TroveError } from "../../core/trove-error.ts";
import { troveSays } from "../../trove/instances/fault-text.ts";
import type { Instance } from "../../trove/types.ts";
import { MAY_HOLD_DATA } from "./may-hold-data.ts";

/** Trove did not apply a change: the instance, or what is on it, is back as it was; or it is in ERROR. */
export class ChangeFailedError extends TroveError {
  readonly code = "TROVE_CHANGE_FAILED";

  static ofInstance(what: string, instance: Instance): ChangeFailedError {
    const next = instance.status === "ERROR" ? MAY_HOLD_DATA : AS_IT_WAS;
    return ChangeFailedError.#because(what, instance, `${troveSays(instance)} ${next}`);
  }

  /** Trove refuses the change of a source because of a replica. */
  static ofReplica(what: string, source: Instance, replica: Instance): ChangeFailedError {
    const reason =
      `Trove refuses the change while replica ${replica.id} is in ${replica.status}. Repair or delete that replica, and the next ` +
      "`pulumi up` tries again.";
    return ChangeFailedError.#because(what, source, reason);
  }

  /** The guest agent answers, and did not do what it was asked; nothing reports why. */
  static ofGuest(
    id: string,
    path: string,
    change: "create" | "drop",
    withinMs: number,
    hint: string,
  ): ChangeFailedError {
    return new ChangeFailedError(
      `${path}: the guest agent of instance ${id} did not ${change} it within ${withinMs / 60_000} minutes, and Trove ` +
        `does not report why. ${hint} The next \`pulumi up\` tries again.`,
    );
  }

  /** Trove took a grant and does not list it, which it must to revoke it (`trove/extensions/mysql/service.py`). */
  static ofUnlistedGrants(id: string, path: string, names: readonly string[]): ChangeFailedError {
    return new ChangeFailedError(
      `${path}: Trove does not list the grant on ${names.join(", ")} that it made on instance ${id}, so it could not ` +
        "revoke it either. It lists only grants to users named with A-Z, a-z, 0-9 and _, on databases that the role " +
        "postgres owns. Change the owner with SQL (ALTER DATABASE … OWNER TO postgres), or remove the grant from the " +
        "program and revoke it with SQL.",
    );
  }

  static #because(what: string, { id, name, status }: Instance, reason: string): ChangeFailedError {
    return new ChangeFailedError(
      `Trove did not apply the request for instance "${name}" (${id}) ${what}; its status is ${status}. ${reason}`,
    );
  }
}

const AS_IT_WAS = "Nothing was lost; fix the cause, and the next `pulumi up` tries again.";
