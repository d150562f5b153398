import type { Arguments, Outputs } from "./arguments.ts";
import type { Context } from "./context.ts";
import type { Failure, PropertyChange } from "./diff/property-change.ts";
import type { ManagedState } from "./managed-state.ts";

export type { ChangeKind, Failure, Impact, PropertyChange } from "./diff/property-change.ts";

/**
 * A kind of resource, as a host serves it. It is independent of the host: values that are not known yet are
 * `unknownValue`, secrets are plain values, and errors are thrown unchanged.
 */
export interface Resource<Inputs, State extends ManagedState> {
  /** `Instance`, of the types `trove:index:Instance` and `pulumi-nodejs:dynamic/trove:Instance`. */
  readonly token: string;
  /** What messages call one: `instance`, followed by its id. */
  readonly noun: string;
  /** What brings an existing object into the state of a program, as an imperative: `adopt the instance with adoptId`. */
  readonly howToAdopt: string;
  /** One sentence for the documentation and the package schema. */
  readonly description: string;
  readonly inputs: Arguments;
  readonly outputs: Outputs;
  /** The keys of the state that are the provider's own bookkeeping. */
  readonly bookkeeping: readonly (keyof State & string)[];
  readonly namesInKeys?: NamesInKeys;
  /** The argument with the id of the instance that the object is inside of: it is deleted together with that instance. */
  readonly inside?: string;
  /** The argument of that instance which declares objects of the same kind inline. */
  readonly inlineAs?: "databases" | "users";
  /** Minutes, for operations without `customTimeouts`. */
  timeouts(inputs: Inputs | undefined): Timeouts;
  /**
   * Checks the inputs, and reports every failure with its path. Unknown values are not failures.
   *
   * @param previous the inputs of the existing resource; `undefined` for a new one
   */
  check(inputs: unknown, previous: Inputs | undefined, context: Context): Promise<Checked<Inputs>>;
  /**
   * Compares state and inputs. Asks the cloud only for what the state does not record: the names that belong to ids, the
   * progress of an interrupted operation, and in a preview which changes Trove would refuse.
   */
  diff(id: string, state: State, inputs: Inputs, context: Context): Promise<Difference>;
  /** @throws {InterruptedError} with the id and the progress so far, once something exists that must not be lost. */
  create(inputs: Inputs, context: Context): Promise<Created<State>>;
  /**
   * Whether the state is that of a read by id, in which nothing is declared. After an import it is completed with the
   * names of the inputs that the engine holds.
   */
  isReadById(state: State): boolean;
  /** @returns `undefined` if the resource no longer exists. */
  read(request: ReadManaged<State> | ReadById, context: Context): Promise<Read<Inputs, State> | undefined>;
  /**
   * Reads first, then changes only what differs: it can be repeated after any interruption. If `diff` reports no
   * change, it only reads.
   */
  update(id: string, state: State, inputs: Inputs, context: Context): Promise<State>;
  /** Succeeds if the resource no longer exists. */
  delete(id: string, state: State, context: Context): Promise<void>;
}

/**
 * For each argument whose keys are names that the program chose, the names in a key: `app` in the user `app@%`. They are
 * secret if the program marks the whole argument as secret.
 */
export type NamesInKeys = Readonly<Record<string, (key: string) => readonly string[]>>;

/** Reads a resource that has a state. */
export interface ReadManaged<State> extends ReadOptions {
  readonly id: string;
  readonly state: State;
}

/** Reads a resource that no state manages yet: a lookup (`get`) or an import. */
export interface ReadById extends ReadOptions {
  readonly id: string;
  readonly state?: undefined;
}

export interface ReadOptions {
  /**
   * Whether a read by id finds all inputs that an import can declare, even if some of them need further requests. A later
   * read of the result passes the same value. It makes no difference for a resource that a program declares.
   *
   * @default false, for a host that does not use the inputs
   */
  readonly withInputs?: boolean | undefined;
}

export interface Timeouts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

export interface Checked<Inputs> {
  readonly inputs: Inputs;
  readonly failures: readonly Failure[];
  /** The default name, if the resource has it. The next check receives it again. */
  readonly defaultName?: string | undefined;
  /** In a preview, the existing resource that the create would adopt, and what it would change. */
  readonly adoption?: Adoption | undefined;
}

export interface Adoption {
  /** One sentence that names the resource. */
  readonly summary: string;
  readonly changes: readonly PropertyChange[];
}

export interface Difference {
  readonly changes: readonly PropertyChange[];
  /** Whether the old resource is deleted before the new one is created. */
  readonly deleteBeforeReplace: boolean;
  /** Whether an earlier operation did not finish, so that an update is needed even if the inputs are equal. */
  readonly unfinished: boolean;
  /** One sentence that explains such an update to somebody who has not changed the program. */
  readonly unfinishedReason?: string | undefined;
}

export interface Created<State> {
  readonly id: string;
  readonly state: State;
}

export interface Read<Inputs, State> {
  readonly state: State;
  /** The declared inputs at their current values; of a resource read by id, those that an import can declare. */
  readonly inputs: Inputs;
}
