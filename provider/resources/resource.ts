import type { Context } from "./context.ts";

/**
 * What a host (today Pulumi's dynamic one) asks of a resource kind. Nothing below knows which host it is: values that
 * the host does not know yet are `unknownValue`, secrets are plain, and errors are thrown as they are.
 */
export interface Resource<Inputs, State> {
  /** What texts call one: `instance`, followed by its id. */
  readonly noun: string;
  /** Every failure at once, by property path; unknowns pass through, static defaults are filled in. */
  check(inputs: unknown, old: Inputs | undefined, context: Context): Promise<Checked<Inputs>>;
  /**
   * State and inputs as `diff` takes them, where only the cloud can tell: names in the place of ids, and what became of an
   * instance whose create was interrupted. Nothing is asked for what the state knows. `refused`: in a preview, the changes
   * that the cloud would not take.
   */
  comparable(
    id: string,
    state: State,
    inputs: Inputs,
    context: Context,
  ): Promise<{ state: State; inputs: Inputs; refused: readonly PropertyChange[] }>;
  /** Pure: what separates the state from the inputs, a row each. Takes what `comparable` gives. */
  diff(state: State, inputs: Inputs): Difference;
  /** @throws {InterruptedError} once an id exists, with the state that was reached. */
  create(inputs: Inputs, context: Context): Promise<Created<State>>;
  /** `state` is undefined when the resource is looked up and not managed; the answer is undefined when it is gone. */
  read(id: string, state: State | undefined, context: Context): Promise<Read<Inputs, State> | undefined>;
  /**
   * Observes, then does only what differs: it can be run again after any interruption. Where `diff` shows nothing, it
   * only reads.
   */
  update(id: string, state: State, inputs: Inputs, context: Context): Promise<State>;
  /** Gone already is success. */
  delete(id: string, state: State, context: Context): Promise<void>;
  /** Minutes, where the program sets no `customTimeouts`. */
  readonly timeouts: (inputs: Inputs | undefined) => Timeouts;
  /** The names of all arguments. */
  readonly arguments: readonly string[];
  /** The names of all outputs beside them. A state that lacks one gets it by an update that only reads. */
  readonly outputs: readonly (keyof State & string)[];
  /** The state's keys that are the provider's own bookkeeping and no output. */
  readonly internal: readonly (keyof State & string)[];
  /** The paths of what is secret in inputs and state; `*` stands for any key: `users.*.password`. */
  readonly secret: readonly string[];
}

export interface Timeouts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

export interface Checked<Inputs> {
  readonly inputs: Inputs;
  readonly failures: readonly Failure[];
  /** The default name, where the resource bears it: the next check is given the same one. */
  readonly defaultName?: string | undefined;
  /** In a preview, the existing object that the create would take over, and what it would change. */
  readonly adoption?: Adoption | undefined;
}

export interface Adoption {
  /** One sentence that names the object. */
  readonly summary: string;
  readonly changes: readonly PropertyChange[];
}

export interface Failure {
  /** As a program would write it: `users["app@%"].password`, `access.allowedCidrs[0]`. */
  readonly path: string;
  readonly reason: string;
}

export interface Difference {
  readonly changes: readonly PropertyChange[];
  /** The old one goes before its replacement comes. */
  readonly deleteBeforeReplace: boolean;
  /** The state, not the program, says that there is work left: the host must not compare inputs alone. */
  readonly unfinished: boolean;
  /** Why the state has work left, for a person who has changed nothing: one sentence. */
  readonly unfinishedReason?: string | undefined;
}

export interface PropertyChange {
  readonly path: string;
  readonly kind: ChangeKind;
  readonly impact: Impact;
  /** Whether the impact depends on a value that is not known yet. */
  readonly isImpactUnknown?: boolean;
  readonly reason: string;
  /** The values before and after, which a preview shows in the place of the reason unless they are secret. */
  readonly values?: Values | undefined;
  /** What else the change means. */
  readonly note?: string | undefined;
  /** The change has not the effect that one may expect: the person is told. */
  readonly warning?: boolean;
}

export interface Values {
  /** Undefined where the value before is not known. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * `update`: in place. `stateOnly`: kept in state, nothing is asked of the cloud. `replace`. `refuse`: an error at preview.
 * Where another row of the same diff replaces by consent, a refusal to change in place is left out.
 */
export type ChangeKind = "update" | "stateOnly" | "replace" | "refuse";
export type Impact = "none" | "possibleRestart" | "restart" | "offline" | "dataLoss";

export interface Created<State> {
  readonly id: string;
  readonly state: State;
}

export interface Read<Inputs, State> {
  readonly state: State;
  /** What was declared, at its live values. */
  readonly inputs: Inputs;
}
