import { type PropertyChange, propertyChange } from "../../../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../../../managed-state.ts";
import { isUuid } from "../../../rules.ts";
import { describeValues } from "../../../values/describe-values.ts";

interface Datastore {
  readonly type?: string | undefined;
  readonly version?: string | undefined;
}

interface DatastoreState extends Pick<ManagedState, "declared"> {
  readonly datastore?: Datastore | undefined;
  readonly datastoreType: string;
  readonly datastoreVersion: string;
}

/**
 * Compares the datastore. The inputs have names in place of the ids that the cloud lists (`withDatastoreNames`). If the
 * state has an id, the name that Trove reports is compared.
 */
export function diffDatastore(
  state: DatastoreState,
  { datastore }: { readonly datastore?: Datastore | undefined },
): PropertyChange[] {
  if (datastore === undefined) return [];
  const before = declaredValue(state, "datastore");
  const { type, version } = datastore;
  const typeBefore = nameOr(state.datastoreType, before?.type);
  if (type !== undefined && type !== before?.type && type !== typeBefore) return [typeChange(typeBefore, type)];
  const versionBefore = nameOr(state.datastoreVersion, before?.version);
  if (version !== undefined && version !== before?.version && version !== versionBefore) {
    return [versionChange(versionBefore, version)];
  }
  const isAsDeclared = before !== undefined && before.type === type && before.version === version;
  return isAsDeclared ? [] : [propertyChange("datastore", "stateOnly", "none", "is recorded in the state")];
}

function nameOr(reported: string, declared: string | undefined): string {
  return declared === undefined || isUuid(declared) ? reported : declared;
}

function typeChange(from: string, to: string): PropertyChange {
  const change = propertyChange("datastore.type", "replace", "dataLoss", `changes from ${from} to ${to}`);
  return { ...change, ...describeValues(from, to) };
}

function versionChange(from: string, to: string): PropertyChange {
  const isLower = !isUuid(to) && to.localeCompare(from, "en", { numeric: true }) < 0;
  if (isLower) {
    const reason = `cannot be downgraded from ${from} to ${to}: an older version cannot read the data of a newer one.`;
    return propertyChange("datastore.version", "refuse", "dataLoss", reason);
  }
  const upgrade = propertyChange("datastore.version", "update", "offline", `is upgraded from ${from} to ${to}`);
  return { ...upgrade, ...describeValues(from, to) };
}
