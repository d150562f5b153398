import { type DeclaredValues, isSameValue, MASK } from "../configuration-groups/values.ts";
import { type PropertyChange, propertyChange } from "../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../managed-state.ts";
import { formatPath } from "../property-path.ts";
import { isUuid } from "../rules.ts";
import { describeValues } from "../values/describe-values.ts";

interface DeclaredDatastore {
  readonly type?: string | undefined;
  readonly version?: string | undefined;
}

interface DatastoreState extends Pick<ManagedState, "declared"> {
  readonly datastore?: DeclaredDatastore | undefined;
  readonly datastoreType: string;
  readonly datastoreVersion: string;
  readonly datastoreVersionId: string;
}

interface ValuesState extends Pick<ManagedState, "declared"> {
  readonly values?: DeclaredValues | undefined;
}

/**
 * Compares the datastore, which Trove cannot change. The inputs have the name of the datastore in place of an id that the
 * cloud lists (`withDatastoreNames`).
 */
export function diffDatastore(
  state: DatastoreState,
  { datastore }: { readonly datastore?: DeclaredDatastore | undefined },
): PropertyChange[] {
  if (datastore === undefined) return [];
  const before = declaredValue(state, "datastore");
  const { type, version } = datastore;
  if (type !== undefined && type !== before?.type && type !== state.datastoreType) {
    return [replacement("datastore.type", state.datastoreType, type)];
  }
  const versionBefore = isUuid(version) ? state.datastoreVersionId : state.datastoreVersion;
  if (version !== undefined && version !== before?.version && version !== versionBefore) {
    return [replacement("datastore.version", versionBefore, version)];
  }
  const isAsDeclared = before !== undefined && before.type === type && before.version === version;
  return isAsDeclared ? [] : [propertyChange("datastore", "stateOnly", "none", "is recorded in the state")];
}

function replacement(path: string, before: string, after: string): PropertyChange {
  const change = propertyChange(path, "replace", "none", `changes from ${before} to ${after}`);
  return { ...change, ...describeValues(before, after) };
}

/** Compares the values, one change for each parameter. The same value in another form is no change. */
export function diffValues(
  state: ValuesState,
  { values: after = {} }: { readonly values?: DeclaredValues | undefined },
): PropertyChange[] {
  const before = declaredValue(state, "values") ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => diffValue(name, own(before, name), own(after, name)));
}

function diffValue(
  name: string,
  before: DeclaredValues[string] | undefined,
  after: DeclaredValues[string] | undefined,
): PropertyChange[] {
  const path = formatPath(["values", name]);
  if (after === undefined) return [propertyChange(path, "update", "none", "is removed from the group")];
  if (before !== undefined && isSameValue(before, after)) return [];
  if (before === MASK)
    return [propertyChange(path, "stateOnly", "none", "is only recorded: Trove does not show the value")];
  return [{ ...propertyChange(path, "update", "none", "changes"), ...describeValues(before, after) }];
}

function own(values: DeclaredValues, name: string): DeclaredValues[string] | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
