import { containerOf } from "../backups/container-name.ts";
import { type PropertyChange, propertyChange } from "../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../managed-state.ts";
import { describeValues } from "../values/describe-values.ts";
import { same } from "../values/same.ts";

interface State extends Pick<ManagedState, "declared" | "imported"> {
  readonly instance?: string | undefined;
  readonly incremental?: boolean | undefined;
  readonly parent?: string | undefined;
  readonly swiftContainer?: string | undefined;
  readonly triggers?: Readonly<Record<string, string>> | undefined;
  readonly instanceId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly locationRef?: string | undefined;
  readonly released?: Pick<State, "triggers"> | undefined;
}

type Inputs = Pick<State, "instance" | "incremental" | "parent" | "swiftContainer" | "triggers">;

/**
 * A backup outlives its instance, so another id never deletes it: the program gets another id also when the instance is
 * replaced, and this backup may then be all that is left of the data.
 */
export function diffInstance(state: State, { instance: after }: Inputs): PropertyChange[] {
  if (same(declaredValue(state, "instance"), after)) return [];
  if (after === state.instanceId) return [unchanged("instance")];
  const reason =
    `is now ${after}, but the backup is kept: it holds the data of instance ${state.instanceId ?? "unknown"}. To replace it ` +
    "with a backup of the other instance, change `triggers` too";
  return [{ ...propertyChange("instance", "stateOnly", "none", reason), warning: true }];
}

/** Without an earlier backup of the instance, Trove takes a full one. */
export function diffIncremental(state: State, { incremental: after }: Inputs): PropertyChange[] {
  const before = declaredValue(state, "incremental");
  return replaceUnless(state.parentId !== undefined, "incremental", before, after);
}

export function diffParent(state: State, { parent: after }: Inputs): PropertyChange[] {
  return replaceUnless(state.parentId, "parent", declaredValue(state, "parent"), after);
}

export function diffSwiftContainer(state: State, { swiftContainer: after }: Inputs): PropertyChange[] {
  const current = containerOf(state.locationRef);
  return replaceUnless(current, "swiftContainer", declaredValue(state, "swiftContainer"), after);
}

/** Trove does not know the triggers. */
export function diffTriggers(state: State, { triggers: after }: Inputs): PropertyChange[] {
  const before = declaredValue(state, "triggers");
  if (before === undefined && after !== undefined && state.imported && state.released?.triggers === undefined) {
    const reason = "are only recorded: nothing shows those of an imported backup";
    return [propertyChange("triggers", "stateOnly", "none", reason)];
  }
  return replaceUnless(state.released?.triggers, "triggers", before, after);
}

/** A value that the backup already has is only recorded. */
function replaceUnless(current: unknown, name: keyof Inputs, before: unknown, after: unknown): PropertyChange[] {
  if (same(before, after)) return [];
  if (same(current, after)) return [unchanged(name)];
  const change = propertyChange(name, "replace", "dataLoss", "changes");
  return [{ ...change, ...describeValues(before ?? current, after) }];
}

function unchanged(name: keyof Inputs): PropertyChange {
  return propertyChange(name, "stateOnly", "none", "already has this value");
}
