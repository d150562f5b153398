import { TroveError } from "../../../core/trove-error.ts";
import { troveSays } from "../../../trove/instances/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";
import { AmbiguousCreateError, OR_RESUME, OrphanError, UnknownOutcomeError } from "../../creation/errors.ts";
import { MAY_HOLD_DATA } from "../../instance-actions/may-hold-data.ts";

/**
 * The answer to a create request was lost, and the search for the instance failed too.
 *
 * @param isDefault whether the name is the default name: the next create then finds the instance by it
 */
export function searchFailed(name: string, isDefault: boolean, cause: unknown): UnknownOutcomeError {
  const next = isDefault
    ? "The next `pulumi up` looks for it before it creates another."
    : "Look for it in the cloud, and set adoptId to its id if it is there: the next `pulumi up` creates another.";
  return new UnknownOutcomeError(`instance "${name}"`, next, cause);
}

/** There are instances with the name that the program chose, which others may have created. */
export function mayBeOfOthers(name: string, candidates: readonly Instance[], cause: unknown): UnknownOutcomeError {
  return new UnknownOutcomeError(
    `instance "${name}"`,
    `Trove now lists ${describeInstances(candidates)} with this name, created by this request or by someone else. ` +
      "If you are sure that one of them belongs to this resource, set adoptId to its id; otherwise the next `pulumi up` creates another.",
    cause,
  );
}

/** The lost request may have created any of several instances. No instance was adopted. */
export function createdAny(name: string, candidates: readonly Instance[]): AmbiguousCreateError {
  return new AmbiguousCreateError(
    `Trove's answer to the creation of instance "${name}" was lost, and it may have created any of these: ` +
      `${describeInstances(candidates)}. Set adoptId to the id of the right one, and delete those that nobody uses.`,
  );
}

/** The request was sent again, and Trove executed both. */
export function createdTwice(name: string, id: string, twins: readonly Instance[]): AmbiguousCreateError {
  return new AmbiguousCreateError(
    `Trove's answer to the creation of instance "${name}" was lost, and Trove executed the request after it was sent again. ` +
      `Instance ${id} is in the state, but there is ${describeInstances(twins)} with the same name. Delete it unless someone else created it.`,
  );
}

/** Instances have the default name of the resource already. */
export function orphanNamed(name: string, namesakes: readonly Instance[]): OrphanError {
  return new OrphanError(
    `No instance was created: "${name}", the default name of this resource, is already the name of ${describeInstances(namesakes)}. ` +
      `To adopt it, for example after an interrupted run, set adoptId to its id${namesakes.length === 1 ? OR_RESUME : ""}. ` +
      "If it is pending deletion, or to keep both, give this resource a name; with --replace, set the resource option " +
      "deleteBeforeReplace.",
  );
}

/** The orphan is in ERROR. Nothing shows whether it was ever in service, so it is not replaced like a failed build. */
export function brokenOrphan(orphan: Instance): OrphanError {
  return new OrphanError(
    `The orphaned instance "${orphan.name}" (${orphan.id}) is in ERROR. ${troveSays(orphan)} ` +
      "It may hold data, so it is neither adopted nor replaced: delete it or have it repaired, then run `pulumi up` again.",
  );
}

/** The instance went to ERROR before its creation was complete: its build failed, or it failed after it was ACTIVE. */
export class InstanceFailedError extends TroveError {
  readonly code = "TROVE_INSTANCE_FAILED";
  readonly instanceId: string;

  /** @param data whether the instance may hold data: `no` if its build failed for certain, `likely` if it was in service */
  constructor(instance: Instance, data: keyof typeof NEXT) {
    super(`Instance "${instance.name}" (${instance.id}) is in ERROR. ${troveSays(instance)} ${NEXT[data]}`);
    this.instanceId = instance.id;
  }
}

const NEXT = {
  no: "It never came up and holds no data: fix the cause, and the next `pulumi up` replaces it.",
  likely: MAY_HOLD_DATA,
  unknown:
    "It may have been in service, so it is not replaced without consent. Have it repaired (the operator can reset its " +
    "status) and run `pulumi up` again; or accept the loss of its data with allow: { replace: true }.",
} as const;

/** Lists instances for a person who has to choose one: `4f1c… (BUILD, created 2026-01-01T00:00:00Z), …`. */
function describeInstances(instances: readonly Instance[]): string {
  return instances.map(({ id, status, created }) => `${id} (${status}, created ${created ?? "?"})`).join(", ");
}
