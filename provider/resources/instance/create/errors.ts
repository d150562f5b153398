import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import { troveSays } from "../../../trove/instances/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";
import { MAY_HOLD_DATA } from "../../instance-actions/may-hold-data.ts";

/** The answer to a create was lost, and nothing proves what the create did. */
export class UnknownOutcomeError extends TroveError {
  readonly code = "TROVE_UNKNOWN_OUTCOME";

  private constructor(name: string, known: string, next: string, cause: unknown) {
    super(`Whether instance "${name}" was created is not known: ${describeError(cause)} ${known}${next}`, { cause });
  }

  /**
   * The search for the instance failed too.
   *
   * @param isDefault whether the name is the resource's own: only such an instance does the next create take for this one.
   */
  static ofSearch(name: string, isDefault: boolean, cause: unknown): UnknownOutcomeError {
    const next = isDefault
      ? "The next `pulumi up` looks for it before it creates another."
      : "Look for it in the cloud, and set adoptId to its id if it is there: the next `pulumi up` creates another.";
    return new UnknownOutcomeError(name, "", next, cause);
  }

  /** Instances with the name that the program chose are there, which this create or somebody else has made. */
  static ofCandidates(name: string, candidates: readonly Instance[], cause: unknown): UnknownOutcomeError {
    return new UnknownOutcomeError(
      name,
      `The cloud now lists ${describeInstances(candidates)} under this name, which this create or somebody else has made. `,
      "If you are sure that one of them is this resource's, set adoptId to its id; otherwise the next `pulumi up` creates another.",
      cause,
    );
  }
}

/** The answer of a create was lost, and more than one instance could be the one it made. */
export class AmbiguousCreateError extends TroveError {
  readonly code = "TROVE_AMBIGUOUS_CREATE";

  /** Which of several it made is not known. */
  static ofAnswer(name: string, candidates: readonly Instance[]): AmbiguousCreateError {
    return new AmbiguousCreateError(
      `The answer to the creation of instance "${name}" was lost, and several instances could be the one: ` +
        `${describeInstances(candidates)}. Delete those that nobody uses, and name the right one with adoptId.`,
    );
  }

  /** It was sent again, and both took effect. */
  static ofTwins(name: string, id: string, twins: readonly Instance[]): AmbiguousCreateError {
    return new AmbiguousCreateError(
      `The answer to the creation of instance "${name}" was lost, and it took effect after it had been sent again: ` +
        `instance ${id} is in the state, and beside it there is ${describeInstances(twins)}. Delete that, unless somebody else made it.`,
    );
  }
}

/** Of several instances nothing tells which one to take over (`findLeftover`). */
const OR_RESUME = ", or run once with `pulumi config set trove:resumeInterrupted true`";

/** An instance with the resource's own default name is there already: creating another would leave two. */
export class OrphanedInstanceError extends TroveError {
  readonly code = "TROVE_LEFTOVER";

  static ofName(name: string, namesakes: readonly Instance[]): OrphanedInstanceError {
    return new OrphanedInstanceError(
      `No instance was created: "${name}", the default name of this resource, is already that of ${describeInstances(namesakes)}. ` +
        "An earlier run that was cut off left it, it is pending deletion, or --replace is to replace it. To take it over, " +
        `set adoptId to its id${namesakes.length === 1 ? OR_RESUME : ""}. To create another one ` +
        "beside it, give this one a name. If --replace is to replace it, set the resource option deleteBeforeReplace.",
    );
  }

  /** It is in ERROR: nothing tells whether it ever was in service, and so it is not to be replaced like one that was not. */
  static broken(leftover: Instance): OrphanedInstanceError {
    return new OrphanedInstanceError(
      `Instance "${leftover.name}" (${leftover.id}), which an earlier run left, is in ERROR. ${troveSays(leftover)} ` +
        "Whether it holds data is not known, so it is neither taken over nor replaced: delete it, or have it repaired, and " +
        "run `pulumi up` again.",
    );
  }
}

/** The instance is in ERROR: it failed to be built, or broke down before its creation was complete. */
export class InstanceFailedError extends TroveError {
  readonly code = "TROVE_INSTANCE_FAILED";
  readonly instanceId: string;

  /** @param data whether the instance can hold data: not if it is proven that its build failed, likely if it was in service. */
  constructor(instance: Instance, data: keyof typeof NEXT) {
    super(`Instance "${instance.name}" (${instance.id}) is in ERROR. ${troveSays(instance)} ${NEXT[data]}`);
    this.instanceId = instance.id;
  }
}

const NEXT = {
  no: "It never came up and holds no data: fix the cause, and the next `pulumi up` replaces it.",
  likely: MAY_HOLD_DATA,
  unknown:
    "Whether it was ever in service is not known, so it is not replaced without consent. Have it repaired (the operator " +
    "can reset its status) and run `pulumi up` again; or lose what it holds, with allow: { replace: true }.",
} as const;

/** Instances for a person who has to choose among them: `4f1c… (BUILD, created 2026-01-01T00:00:00Z), …`. */
function describeInstances(instances: readonly Instance[]): string {
  return instances.map(({ id, status, created }) => `${id} (${status}, created ${created ?? "?"})`).join(", ");
}
