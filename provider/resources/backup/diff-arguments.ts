import { type PropertyChange, propertyChange } from "../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../managed-state.ts";
import { describeValues } from "../values/describe-values.ts";
import { same } from "../values/same.ts";

interface Sourced extends Pick<ManagedState, "declared"> {
  readonly instance?: string | undefined;
  /** The instance that the backup was taken of. */
  readonly instanceId?: string | undefined;
}

/**
 * A backup outlives its instance, so another id never deletes it: the program gets another id also when the instance is
 * replaced, and this backup may then be all that is left of the data.
 */
export function diffInstance(state: Sourced, { instance: after }: Pick<Sourced, "instance">): PropertyChange[] {
  if (same(declaredValue(state, "instance"), after)) return [];
  if (after === state.instanceId) return [propertyChange("instance", "stateOnly", "none", "already has this value")];
  const reason =
    `is now ${after}, but the backup is kept: it holds the data of instance ${state.instanceId ?? "unknown"}. To replace it ` +
    "with a backup of the other instance, change `triggers` too";
  return [{ ...propertyChange("instance", "stateOnly", "none", reason), warning: true }];
}

interface Triggered extends Pick<ManagedState, "declared" | "imported"> {
  readonly triggers?: Readonly<Record<string, string>> | undefined;
  readonly released?: Pick<Triggered, "triggers"> | undefined;
}

/** Trove does not know the triggers. Each of them counts, also one that the program leaves out. */
export function diffTriggers(state: Triggered, { triggers: after }: Pick<Triggered, "triggers">): PropertyChange[] {
  const before = declaredValue(state, "triggers");
  if (same(before, after)) return [];
  const known = before ?? state.released?.triggers;
  if (same(known, after)) return [propertyChange("triggers", "stateOnly", "none", "already have this value")];
  if (known === undefined && state.imported) {
    const reason = "are only recorded: nothing shows those of an imported backup";
    return [propertyChange("triggers", "stateOnly", "none", reason)];
  }
  return [{ ...propertyChange("triggers", "replace", "dataLoss", "change"), ...describeValues(known, after) }];
}
