import { knownParameters } from "../catalog/configuration-parameters.ts";
import { withDatastoreNames } from "../catalog/datastores.ts";
import { askInPreview } from "../cloud-lookups.ts";
import { maskFailures, valueFailures } from "../configuration-groups/check-values.ts";
import type { Context } from "../context.ts";
import { consentTo, needsReplacement, withReplacement } from "../diff/consent.ts";
import { diffArguments } from "../diff/diff-arguments.ts";
import { type PropertyChange, propertyChange, toRefusals } from "../diff/property-change.ts";
import { declaredValue } from "../managed-state.ts";
import type { Difference, Failure } from "../resource.ts";
import { known } from "../values/unknown-value.ts";
import { type ConfigurationInputs, configurationArguments } from "./arguments.ts";
import type { ConfigurationState } from "./state.ts";

/** The differences between state and inputs, and in a preview also the values that Trove would refuse. */
export async function diff(
  _id: string,
  state: ConfigurationState,
  inputs: ConfigurationInputs,
  context: Context,
): Promise<Difference> {
  const difference = compare(state, await withDatastoreName(state, inputs, context));
  // The engine checks a replacement as a new resource.
  if (needsReplacement(difference.changes)) return difference;
  const failures = await askInPreview(context, () => refusedValues(state, inputs, context));
  return { ...difference, changes: [...difference.changes, ...toRefusals(failures ?? [])] };
}

/** Compares the state with the inputs, without asking the cloud. */
export function compare(state: ConfigurationState, inputs: ConfigurationInputs): Difference {
  const restart = pendingRestart(state, inputs);
  const changes = diffArguments(configurationArguments, state, inputs).map((change) => withImpact(change, inputs));
  const unfinished = state.pending.includes("update");
  return {
    // A group holds no data, so it may always be replaced.
    changes: withReplacement([...changes, ...restart], "allowed"),
    deleteBeforeReplace: false,
    unfinished: unfinished || restart.length > 0,
    unfinishedReason: unfinished
      ? "The previous update of the configuration group did not finish: this update applies all values again."
      : undefined,
  };
}

/** The new values that the datastore version of the group does not accept. */
export async function refusedValues(
  state: ConfigurationState,
  inputs: ConfigurationInputs,
  context: Context,
): Promise<Failure[]> {
  const values = known(inputs.values);
  const before = declaredValue(state, "values") ?? {};
  const isChanged = compare(state, inputs).changes.some(({ kind }) => kind === "update");
  if (values === undefined || !isChanged) return [];
  const possible = [{ type: state.datastoreType, version: state.datastoreVersion }];
  const failures = valueFailures(values, await knownParameters(possible, context), before);
  const paths = new Set(failures.map(({ path }) => path));
  return [...failures, ...maskFailures(values).filter(({ path }) => !paths.has(path))];
}

/** The inputs with the name of the datastore in place of an id, which Trove does not report. */
function withDatastoreName(
  state: ConfigurationState,
  inputs: ConfigurationInputs,
  context: Context,
): Promise<ConfigurationInputs> {
  return withDatastoreNames(inputs, withKnownVersion(state, inputs), context);
}

/** The version is compared by its id, which the state has: a name need not be unique. */
function withKnownVersion(state: ConfigurationState, { datastore }: ConfigurationInputs) {
  return { ...declaredValue(state, "datastore"), version: known(datastore)?.version };
}

/** Trove applies each change of a group to the attached instances, even a new name. */
function withImpact(change: PropertyChange, { allow }: ConfigurationInputs): PropertyChange {
  if (change.kind !== "update" || change.isImpactUnknown) return change;
  if (consentTo("restart", allow) !== false) return { ...change, impact: "possibleRestart" };
  return {
    ...change,
    note: "values that require a restart take effect after the next one, since allow.restart is not set",
  };
}

function pendingRestart({ waitingForRestart = [] }: ConfigurationState, inputs: ConfigurationInputs): PropertyChange[] {
  if (waitingForRestart.length === 0 || inputs.allow?.restart !== true) return [];
  const ids = waitingForRestart.map((id) => `instance ${id}`).join(", ");
  return [propertyChange("allow.restart", "update", "restart", `the pending restart of ${ids} is performed`)];
}
