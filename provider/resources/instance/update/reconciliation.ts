import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import type { GuestTarget } from "../../guest/call-guest.ts";
import { areContentsSupportedEverywhere } from "../../guest/contents-support.ts";
import { QueueDeadline } from "../../instance-actions/queue-deadline.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";
import { AppliedInputs } from "./applied-inputs.ts";
import { StateTracker } from "./state-tracker.ts";
import { GroupSnapshot } from "./steps/group-snapshot.ts";

/** One update of an instance: what its steps share. */
export class Reconciliation implements GuestTarget {
  readonly instanceId: string;
  readonly context: Context;
  /** What the program declares. */
  readonly inputs: InstanceInputs;
  readonly datastoreType: string;
  /**
   * Whether an earlier update was interrupted. What it requested last may still take effect, so the state proves neither
   * how the instance is nor which passwords its users have.
   */
  readonly isResuming: boolean;
  readonly applied: AppliedInputs;
  readonly tracker: StateTracker;
  /** The paths of the arguments that requests have changed, or may have changed: `users["app@%"]`. */
  readonly changedPaths = new Set<string>();
  readonly groupsBefore = new GroupSnapshot();
  readonly #deadline: QueueDeadline;

  /** @param applied the arguments at the values that the cloud has */
  constructor(
    instanceId: string,
    state: InstanceState,
    applied: InstanceInputs,
    inputs: InstanceInputs,
    context: Context,
  ) {
    this.instanceId = instanceId;
    this.inputs = inputs;
    this.datastoreType = state.datastoreType;
    this.isResuming = state.pending.includes("update");
    this.#deadline = new QueueDeadline(context.deadline, context.clock, context.locks);
    this.context = { ...context, deadline: this.#deadline };
    this.applied = new AppliedInputs(inputs, applied, {
      released: state.released,
      isResuming: this.isResuming,
      areUsersChangeable: areContentsSupportedEverywhere(state.datastoreType),
    });
    this.tracker = new StateTracker(state, this.applied);
  }

  /** What is saved if the update stops now. */
  get state(): InstanceState {
    return this.tracker.state;
  }

  /** Runs tasks with the same key one at a time. The time in the queue does not count towards the deadline. */
  runExclusive<T>(key: string, task: () => Promise<T>): Promise<T> {
    return this.#deadline.runExclusive(key, task);
  }

  onObserve(instance: Instance): void {
    this.tracker.observe(instance);
  }

  onRequest(paths: readonly string[]): void {
    for (const path of paths) this.changedPaths.add(path);
  }
}
