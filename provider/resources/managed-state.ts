import type { Cloud } from "../openstack/credentials.ts";

/** What the state of every managed resource records beside its inputs and outputs. */
export interface ManagedState {
  /** Where the resource is. */
  readonly cloud: Cloud;
  /** The arguments that the program declared. */
  readonly declared: string[];
  /** Operations that were interrupted. The next update completes them. */
  readonly pending: readonly Pending[];
  /** Identifies the adoption that the state comes from; `undefined` if the resource was created. No two adoptions share one. */
  readonly adoptionToken?: string | undefined;
  /**
   * Whether the resource was imported: then arguments that the cloud does not report have values that nothing shows, until
   * the program declares them.
   */
  readonly imported?: true | undefined;
  /** Arguments that the program no longer declares, at their last known values. */
  readonly released?: object | undefined;
  /**
   * The ids of the resources that this one replaced, as far as they still existed then. If the deletion of one fails, the
   * engine keeps it in the stack without passing it to a create, which would otherwise take it for an orphan.
   */
  readonly predecessors?: string[] | undefined;
}

/** `create`: the resource exists, but its creation did not finish. `update`: it may not match the program yet. */
export type Pending = "create" | "update";

/** The value of an argument in the state if the program declared it; `undefined` if not. */
export function declaredValue<State extends Pick<ManagedState, "declared">, Name extends keyof State & string>(
  state: State,
  name: Name,
): State[Name] | undefined {
  return state.declared.includes(name) ? state[name] : undefined;
}

/** The names of the arguments that a program declares. */
export function declaredNames(inputs: object): string[] {
  return Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** The declared arguments at their values in the state. */
export function declaredInputs<State extends Pick<ManagedState, "declared">>(state: State): Partial<State> {
  return Object.fromEntries(state.declared.map((name) => [name, Reflect.get(state, name)])) as Partial<State>;
}

/** The keys under which a state stores what the code names otherwise. Every state ever written has them: they never change. */
const STORED_KEYS: Readonly<Record<string, string>> = {
  wasActive: "built",
  restartRequired: "owesRestart",
  adoptionToken: "takeover",
};

const CODE_KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(STORED_KEYS).map(([name, stored]) => [stored, name]),
);

/** The bookkeeping of a state with the keys under which it is stored. */
export function toStoredKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return withKeys(record, STORED_KEYS);
}

/** Stored bookkeeping with the names that the code uses. */
export function fromStoredKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return withKeys(record, CODE_KEYS);
}

function withKeys(record: Readonly<Record<string, unknown>>, keys: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [keys[key] ?? key, value]));
}
