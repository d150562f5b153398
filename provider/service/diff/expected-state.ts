import type { Arguments, Outputs } from "../../resources/arguments.ts";
import { argumentOf } from "../../resources/property-path.ts";
import { unknownValue } from "../../resources/values/unknown-value.ts";
import type { ResourceDiff, StoredState } from "../requests.ts";

interface Update {
  readonly stored: StoredState;
  readonly changes: ResourceDiff;
}

/**
 * The outputs that a create or an update will have, as far as a preview knows them. Outputs that no change affects keep
 * their values, so that a preview shows no changes of the resources that use them.
 *
 * @param update `undefined` for a create
 */
export function expectedState(
  { inputs: table, outputs }: { readonly inputs: Arguments; readonly outputs: Outputs },
  inputs: object,
  update?: Update,
): StoredState {
  const before = update?.stored.outputs ?? {};
  const isUnknown = update === undefined ? () => true : affectedBy(table, update.changes);
  const ofArguments = Object.entries(table).map(([name, { output }]) => {
    const declared: unknown = Reflect.get(inputs, name);
    return [name, declared ?? (output?.isAlwaysSet ? (before[name] ?? unknownValue) : null)];
  });
  const ofOutputs = Object.keys(outputs).map((name) => [name, isUnknown(name) ? unknownValue : (before[name] ?? null)]);
  return { outputs: Object.fromEntries([...ofArguments, ...ofOutputs]) };
}

/** Whether an update may change an output. An update that completes an earlier one may change all of them. */
function affectedBy(table: Arguments, { changes, isUnfinished }: ResourceDiff): (output: string) => boolean {
  const requested = changes.filter(({ kind }) => kind !== "stateOnly");
  const names = new Set(requested.map(({ path }) => argumentOf(path)));
  const affected = new Set(
    Object.entries(table).flatMap(([name, { affects = [] }]) => (names.has(name) ? affects : [])),
  );
  return (output) => isUnfinished || affected.has(output);
}
