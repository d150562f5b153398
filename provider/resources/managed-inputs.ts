import type { Arguments } from "./arguments.ts";
import type { ManagedState } from "./managed-state.ts";

type Recorded = Pick<ManagedState, "declared" | "released">;

/**
 * The arguments of a resource as its state records them, and the last values of those that the program no longer declares
 * and that Trove does not report. Secrets are not kept. Each argument that is not declared is `undefined`, so that the result
 * can be spread over an older state.
 *
 * @param before the state before; `undefined` for a new resource
 */
export function recordInputs<Inputs extends object>(
  table: Arguments,
  inputs: Inputs,
  before?: Recorded,
): Inputs & Recorded {
  const declaredAt = (name: string): unknown => Reflect.get(inputs, name);
  const names = Object.keys(table);
  const declared = names.filter((name) => declaredAt(name) !== undefined);
  const released = Object.entries(table).flatMap(([name, { isReported, secret }]) => {
    if (isReported !== false || secret === true || declared.includes(name)) return [];
    const last: unknown = before?.declared.includes(name)
      ? Reflect.get(before, name)
      : lastValue(before?.released, name);
    return last === undefined ? [] : [[name, last]];
  });
  return {
    ...(Object.fromEntries(names.map((name) => [name, declaredAt(name)])) as Inputs),
    declared,
    released: released.length === 0 ? undefined : Object.fromEntries(released),
  };
}

function lastValue(record: object | undefined, name: string): unknown {
  return record === undefined ? undefined : Reflect.get(record, name);
}

/**
 * The name of a resource for which the program need not choose one. It keeps its name if the program stops declaring one,
 * and gets the default name back if it was changed outside.
 *
 * @param offered the default name; `undefined` if the resource gets none
 */
export function nameOrDefault(
  { name: declared }: { readonly name?: string | undefined },
  before: { readonly name?: string | undefined } | undefined,
  offered: string | undefined,
): { readonly name: string | undefined; readonly defaultName: string | undefined } {
  const name = declared ?? offered ?? before?.name;
  return { name, defaultName: declared === undefined && name === offered ? name : undefined };
}
