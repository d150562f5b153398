import type { Cloud } from "../../openstack/credentials.ts";
import type { Resource } from "../../resources/resource.ts";
import { type Hidden, splitHidden } from "./hidden-inputs.ts";
import { withSecrets } from "./secret-envelopes.ts";
import { fromWire, toWire, type WireObject } from "./wire.ts";

/** Where the bookkeeping of a state is kept in the engine's outputs; the engine does not show it. */
const RECORD = "__state";

/** What every state tells of itself. */
export interface AnyState {
  readonly cloud: Cloud;
  /** Which takeover it comes from; none where the resource was created. */
  readonly takeover?: string | undefined;
  /** Arguments that the program no longer declares. */
  readonly released?: object | undefined;
  /** The ids of what it replaced, as far as that may still be there. */
  readonly predecessors?: readonly string[] | undefined;
}

/** The program may have given them as secrets, and the engine knows of none among the bookkeeping. */
const SECRET_RECORDS: readonly (keyof AnyState)[] = ["released"];

/** What the codec has to know of a resource. */
type Shape<State> = Pick<Resource<never, State>, "arguments" | "outputs" | "internal" | "secret">;

/**
 * A state as the engine's outputs: what is internal goes under one hidden key, and secret is what has to be. What is absent
 * is `null`: a preview takes an output that is not there for unknown (`sdk/nodejs/runtime/rpc.ts`, `resolveProperties`).
 *
 * @param known what the engine called with: it marks the secrets of that itself.
 */
export function packState<State extends object>(
  resource: Shape<State>,
  state: State,
  hidden: Hidden,
  known: WireObject,
): WireObject {
  const isInternal = (key: string) => (resource.internal as readonly string[]).includes(key);
  const entries = Object.entries(state);
  const outputs = {
    ...Object.fromEntries(readable(resource).map((key) => [key, null])),
    ...toWire({ ...Object.fromEntries(entries.filter(([key]) => !isInternal(key))), ...hidden }),
  };
  const record = toWire(Object.fromEntries(entries.filter(([key]) => isInternal(key))));
  return { ...withSecrets(outputs, resource.secret, known), [RECORD]: withSecrets(record, SECRET_RECORDS, {}) };
}

/** The state in the engine's outputs, `undefined` where they are those of no state: a lookup by `get`. */
export function unpackState<State extends AnyState>(outputs: Readonly<Record<string, unknown>>): State | undefined {
  const record = outputs[RECORD];
  if (typeof record !== "object" || record === null) return undefined;
  const visible = Object.entries(splitHidden(fromWire(outputs)).visible).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(visible), ...fromWire(record) } as unknown as State;
}

/**
 * The outputs that the engine's outputs have no value for, not even `null`: a version that did not know them wrote the
 * state. Only where none of them is missing, arguments that it did not know.
 */
export function missingOutputs(resource: Shape<never>, outputs: WireObject): readonly string[] {
  const missing = readable(resource).filter((key) => !Object.hasOwn(outputs, key));
  const added = missing.filter((key) => (resource.outputs as readonly string[]).includes(key));
  return added.length > 0 ? added : missing;
}

/** What a program can read of a resource. */
function readable({ arguments: names, outputs }: Shape<never>): readonly string[] {
  return [...names, ...outputs];
}
