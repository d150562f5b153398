import type { Arguments } from "./arguments.ts";
import type { ManagedState } from "./managed-state.ts";

type Recorded = Pick<ManagedState, "declared" | "released">;

/**
 * The declared arguments of a resource as its state records them, and the last values of those that the program no longer
 * declares and that Trove does not report. Secrets are not kept.
 *
 * @param before the state before; `undefined` for a new resource
 */
export function recordInputs<Inputs extends object>(
  table: Arguments,
  inputs: Inputs,
  before?: Recorded,
): Inputs & Recorded {
  const declared = Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const removed = Object.entries(table).filter(
    ([name, { isReported, secret }]) => isReported === false && secret !== true && !declared.includes(name),
  );
  const released = removed.flatMap(([name]) => {
    const last: unknown = before?.declared.includes(name)
      ? Reflect.get(before, name)
      : lastValue(before?.released, name);
    return last === undefined ? [] : [[name, last]];
  });
  return { ...inputs, declared, ...(released.length === 0 ? {} : { released: Object.fromEntries(released) }) };
}

function lastValue(record: object | undefined, name: string): unknown {
  return record === undefined ? undefined : Reflect.get(record, name);
}
