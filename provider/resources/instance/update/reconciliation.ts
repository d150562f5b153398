import { CancelledError } from "../../../core/errors/cancelled-error.ts";
import { isOutcomeUnknown } from "../../../trove/errors/outcome-unknown.ts";
import { QuotaError } from "../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { areContentsSupportedEverywhere } from "../../guest/contents-support.ts";
import { readInstance } from "../../instance-actions/read-instance.ts";
import { same } from "../../values/same.ts";
import type { ArgumentName, InstanceInputs } from "../arguments.ts";
import { releasedBy } from "../released.ts";
import { type InstanceState, toState, withKnownAddresses } from "../state.ts";

export interface GroupsBefore {
  readonly ofSource: string | undefined;
  /** By id; without those that could not be looked at. */
  readonly replicas: ReadonlyMap<string, Instance>;
}

/** One instance on its way from what it is to what the program says. */
export class Reconciliation {
  readonly id: string;
  readonly inputs: InstanceInputs;
  /**
   * Whether an earlier update stopped halfway: what it sent last may still take effect, so that the state is no proof of
   * how the instance is, nor of a password.
   */
  readonly isResuming: boolean;
  /** The paths of the arguments that requests have changed so far, or may have changed: `users["app@%"]`. */
  readonly changed = new Set<string>();
  /** The configuration groups of a source and its replicas as this update found them; none before it changes one. */
  groupsBefore: GroupsBefore | undefined;
  /** Whether the cloud is known to list and change the users of the instance. */
  #usersChange: boolean;
  #context: Context;
  /** The declared arguments at the values that were reached so far. */
  #reached: InstanceInputs;
  /** The state as the instance was last seen, its arguments as they were then. */
  #seen: InstanceState;

  constructor(id: string, state: InstanceState, applied: InstanceInputs, wanted: InstanceInputs, context: Context) {
    this.id = id;
    this.inputs = wanted;
    this.#context = context;
    this.isResuming = state.pending.includes("update");
    this.#usersChange = areContentsSupportedEverywhere(state.datastoreType);
    this.#reached = applied;
    this.#seen = state;
  }

  get context(): Context {
    return this.#context;
  }

  get reached(): InstanceInputs {
    return this.#reached;
  }

  /** What is to be saved, wherever the work stops. */
  get state(): InstanceState {
    return { ...withoutArguments(this.#seen), ...this.#reached, declared: Object.keys(this.#reached) };
  }

  /** Whether these arguments are known to be at what is wanted already. */
  isUpToDate(...names: readonly ArgumentName[]): boolean {
    return !this.isResuming && names.every((name) => same(this.#reached[name], this.inputs[name]));
  }

  /** Looks at the instance, until the deadline at most, and notes what it shows. */
  async read(): Promise<Instance> {
    return this.observe(await readInstance(this.id, this.context));
  }

  /** As `Run.exclusive`. The time in the queue, which can be an hour, does not count towards the deadline. */
  exclusive<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { clock, locks } = this.#context;
    const queuedAt = clock.now();
    return locks.runExclusive(what, () => {
      const { deadline } = this.#context;
      this.#context = { ...this.#context, deadline: { ...deadline, at: deadline.at + clock.now() - queuedAt } };
      return work();
    });
  }

  observe(instance: Instance): Instance {
    const shown = withKnownAddresses(instance, this.#seen);
    this.#seen = toState(this.#reached, shown, this.#seen.cloud, this.#seen);
    return instance;
  }

  /** Notes that declared arguments have got new values in the cloud; one that is `undefined` is released. */
  markApplied(values: Partial<InstanceInputs>): void {
    const before = this.#reached;
    this.#reached = withoutUndefined({ ...before, ...values });
    const known = { released: this.#seen.released, usersChange: this.#usersChange };
    this.#seen = { ...this.#seen, released: releasedBy(before, this.#reached, known) };
  }

  /** Notes that the cloud lists and changes the users of the instance: of what is released, none is kept. */
  noteUsersChangeable(): void {
    this.#usersChange = true;
    this.markApplied({});
  }

  /** Sends a request that changes what is at the paths, and notes that, unless the request had no effect. */
  async sendChange<T>(paths: readonly string[], request: () => Promise<T>): Promise<T> {
    const note = () => {
      for (const path of paths) this.changed.add(path);
    };
    try {
      const answer = await request();
      note();
      return answer;
    } catch (error) {
      if (mayHaveChanged(error)) note();
      throw error;
    }
  }

  /** Notes before a task that a restart is owed: Trove forgets it at the task's end (`trove/taskmanager/models.py`). */
  keepPendingRestart(seen: Instance): void {
    if (seen.status === "RESTART_REQUIRED") this.updateBookkeeping({ restartRequired: true });
  }

  updateBookkeeping(record: Partial<Pick<InstanceState, "restartRequired" | "pending" | "unmanagedSource">>): void {
    this.#seen = { ...this.#seen, ...record };
  }
}

/** A quota is taken instance by instance, so that a refused growth can have half happened (`trove/instance/models.py`). */
function mayHaveChanged(error: unknown): boolean {
  return isOutcomeUnknown(error) || error instanceof CancelledError || error instanceof QuotaError;
}

function withoutUndefined(inputs: InstanceInputs): InstanceInputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/** The state without what was declared: a removed argument must not stay. */
function withoutArguments(state: InstanceState): InstanceState {
  const kept = Object.entries(state).filter(([key]) => key === "name" || !state.declared.includes(key));
  return Object.fromEntries(kept) as unknown as InstanceState;
}
