import { type Arguments, type Outputs, secretPaths } from "../../resources/arguments.ts";
import { fromStoredKeys, type ManagedState, toStoredKeys } from "../../resources/managed-state.ts";
import { type Hidden, splitHidden } from "./hidden-inputs.ts";
import { withSecrets } from "./secret-envelopes.ts";
import { fromWire, toWire, type WireObject } from "./wire.ts";

/** Where the bookkeeping of a state is kept in the engine's outputs; the engine does not show it. */
const RECORD = "__state";

/** The program may have given them as secrets, and the engine knows of none among the bookkeeping. */
const SECRET_RECORDS: readonly (keyof ManagedState)[] = ["released"];

/** What the codec has to know of a resource. */
interface Shape {
  readonly inputs: Arguments;
  readonly outputs: Outputs;
  readonly bookkeeping: readonly string[];
}

/**
 * A state as the engine's outputs: what is internal goes under one hidden key, and secret is what has to be. What is absent
 * is `null`: a preview takes an output that is not there for unknown (`sdk/nodejs/runtime/rpc.ts`, `resolveProperties`).
 *
 * @param known what the engine called with: it marks the secrets of that itself.
 */
export function packState<State extends object>(
  resource: Shape,
  state: State,
  hidden: Hidden,
  known: WireObject,
): WireObject {
  const isInternal = (key: string) => resource.bookkeeping.includes(key);
  const entries = Object.entries(state);
  const outputs = {
    ...Object.fromEntries(readable(resource).map((key) => [key, null])),
    ...toWire({ ...Object.fromEntries(entries.filter(([key]) => !isInternal(key))), ...hidden }),
  };
  const record = toWire(toStoredKeys(Object.fromEntries(entries.filter(([key]) => isInternal(key)))));
  return {
    ...withSecrets(outputs, secretPaths(resource.inputs), known),
    [RECORD]: withSecrets(record, SECRET_RECORDS, {}),
  };
}

/** The state in the engine's outputs, `undefined` where they are those of no state: a lookup by `get`. */
export function unpackState<State extends ManagedState>(outputs: Readonly<Record<string, unknown>>): State | undefined {
  const record = outputs[RECORD];
  if (typeof record !== "object" || record === null) return undefined;
  const visible = Object.entries(splitHidden(fromWire(outputs)).visible).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(visible), ...fromStoredKeys(fromWire(record)) } as unknown as State;
}

/**
 * The outputs that the engine's outputs have no value for, not even `null`: a version that did not know them wrote the
 * state. Only where none of them is missing, arguments that it did not know.
 */
export function missingOutputs(resource: Shape, outputs: WireObject): readonly string[] {
  const missing = readable(resource).filter((key) => !Object.hasOwn(outputs, key));
  const added = missing.filter((key) => Object.hasOwn(resource.outputs, key));
  return added.length > 0 ? added : missing;
}

/** What a program can read of a resource. */
function readable({ inputs, outputs }: Shape): readonly string[] {
  return [...Object.keys(inputs), ...Object.keys(outputs)];
}
