import type { Failure } from "../../resources/resource.ts";
import type { AutoNaming, Metadata } from "../requests.ts";
import { defaultNameOf } from "./urns.ts";

/** The name of a new resource for which the program chooses none. */
export function newName({ urn, defaultName }: Metadata, { proposed }: AutoNaming): string | undefined {
  return proposed ?? defaultName ?? (urn === undefined ? undefined : defaultNameOf(urn));
}

/**
 * Applies the engine's automatic naming to the name that a check gave to a new resource. A proposed name counts as chosen:
 * a stack can have the engine propose random names, by which no later run recognizes an instance that an interrupted run
 * left behind.
 *
 * @param name `undefined` if the program chooses the name, or the resource adopts something that has one
 */
export function applyAutoNaming(
  name: string | undefined,
  { proposed, isDisabled }: AutoNaming,
): { readonly defaultName: string | undefined; readonly failures: readonly Failure[] } {
  return {
    defaultName: proposed === undefined ? name : undefined,
    failures: name !== undefined && isDisabled ? [MISSING_NAME] : [],
  };
}

const MISSING_NAME: Failure = {
  path: "name",
  reason: "is required, because the stack configuration disables automatic names (pulumi:autonaming)",
};
