import type { Arguments, Outputs } from "../resources/arguments.ts";
import { fromStoredKeys, type ManagedState, toStoredKeys } from "../resources/managed-state.ts";
import type { StoredState } from "./requests.ts";

/** The keys of the bookkeeping whose values a host stores as secrets: the program may have marked them as such. */
export const SECRET_BOOKKEEPING: readonly (keyof ManagedState)[] = ["released"];

/** The parts of a resource that the format of its state depends on. */
export interface Shape {
  readonly inputs: Arguments;
  readonly outputs: Outputs;
  readonly bookkeeping: readonly string[];
}

/** A preview takes an output without a value for unknown (`sdk/nodejs/runtime/rpc.ts`), so an absent one is `null`. */
export function toStoredState(resource: Shape, state: object): StoredState {
  const entries = Object.entries(state).filter(([, value]) => value !== undefined);
  const isInternal = ([key]: readonly [string, unknown]) => resource.bookkeeping.includes(key);
  return {
    outputs: {
      ...Object.fromEntries(readable(resource).map((key) => [key, null])),
      ...Object.fromEntries(entries.filter((entry) => !isInternal(entry))),
    },
    bookkeeping: toStoredKeys(Object.fromEntries(entries.filter(isInternal))),
  };
}

/** @returns `undefined` if the provider does not manage the resource: a lookup by `get`. */
export function fromStoredState<State extends ManagedState>({ outputs, bookkeeping }: StoredState): State | undefined {
  if (bookkeeping === undefined) return undefined;
  const present = Object.entries(outputs).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(present), ...fromStoredKeys(bookkeeping) } as unknown as State;
}

/**
 * The outputs that a state lacks because an older version wrote it. If it lacks none of them, the arguments that the
 * older version did not have.
 */
export function missingOutputs(resource: Shape, outputs: StoredState["outputs"]): readonly string[] {
  const missing = readable(resource).filter((key) => !Object.hasOwn(outputs, key));
  const added = missing.filter((key) => Object.hasOwn(resource.outputs, key));
  return added.length > 0 ? added : missing;
}

function readable({ inputs, outputs }: Shape): readonly string[] {
  return [...Object.keys(inputs), ...Object.keys(outputs)];
}
