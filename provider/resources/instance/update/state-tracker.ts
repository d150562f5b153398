import type { Instance } from "../../../trove/types.ts";
import { type InstanceState, toState, withKnownAddresses } from "../state.ts";
import type { AppliedInputs } from "./applied-inputs.ts";

/** The state of an instance during an update: what it would save if the update stopped now. */
export class StateTracker {
  readonly #applied: AppliedInputs;
  /** As of the last read; its arguments may be older than `#applied`. */
  #state: InstanceState;

  constructor(state: InstanceState, applied: AppliedInputs) {
    this.#state = state;
    this.#applied = applied;
  }

  get state(): InstanceState {
    const { values, released } = this.#applied;
    return {
      ...withoutArguments(this.#state),
      ...values,
      declared: Object.keys(values),
      ...(released === undefined ? {} : { released }),
    };
  }

  observe(instance: Instance): void {
    const { values, released } = this.#applied;
    const known = withKnownAddresses(instance, this.#state);
    this.#state = toState(values, known, this.#state.cloud, { ...this.#state, released });
  }

  /** Records a pending restart before a task: at its end Trove forgets the restart (`trove/taskmanager/models.py`). */
  keepPendingRestart({ status }: Instance): void {
    if (status === "RESTART_REQUIRED") this.updateBookkeeping({ restartRequired: true });
  }

  updateBookkeeping(record: Partial<Pick<InstanceState, "restartRequired" | "pending" | "unmanagedSource">>): void {
    this.#state = { ...this.#state, ...record };
  }
}

/** Omits the arguments, so that a removed one does not stay. The name is an output too. */
function withoutArguments(state: InstanceState): InstanceState {
  const { released: _, ...kept } = state;
  for (const name of state.declared) if (name !== "name") Reflect.deleteProperty(kept, name);
  return kept;
}
