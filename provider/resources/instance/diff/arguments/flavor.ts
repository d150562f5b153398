import { type PropertyChange, propertyChange } from "../../../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../../../managed-state.ts";
import { describeValues } from "../../../values/describe-values.ts";

interface FlavorState extends Pick<ManagedState, "declared"> {
  readonly flavor?: string | undefined;
  readonly flavorId: string;
  /** The names of flavors by their ids, if a preview has asked for them. */
  readonly flavorNames?: Readonly<Record<string, string>> | undefined;
}

/** Compares the flavor, which Trove reports by id, with the declared one, which may be a name. */
export function diffFlavor(state: FlavorState, { flavor }: { readonly flavor?: string | undefined }): PropertyChange[] {
  const before = declaredValue(state, "flavor");
  if (flavor === undefined || flavor === before) return [];
  if (flavor === state.flavorId) return [propertyChange("flavor", "stateOnly", "none", "is the id of the same flavor")];
  const after = nameOf(flavor, state);
  const isUnchanged = before === undefined && after === nameOf(state.flavorId, state);
  if (isUnchanged) return [propertyChange("flavor", "stateOnly", "none", "is the flavor that the instance has")];
  return [
    {
      ...propertyChange("flavor", "update", "offline", "the instance is resized"),
      ...describeValues(nameOf(before ?? state.flavorId, state), after),
    },
  ];
}

function nameOf(flavor: string, { flavorNames = {} }: FlavorState): string | undefined {
  return Object.hasOwn(flavorNames, flavor) ? flavorNames[flavor] : flavor;
}
