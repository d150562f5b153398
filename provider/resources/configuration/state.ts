import type { Cloud } from "../../openstack/credentials.ts";
import type { ConfigurationGroup } from "../../trove/types.ts";
import { declaredNames, type ManagedState } from "../managed-state.ts";
import type { ConfigurationInputs } from "./arguments.ts";
import { type ConfigurationOutputs, toOutputs } from "./outputs.ts";

/** The state of a configuration group: the declared arguments at the values that were applied, and the outputs. */
export interface ConfigurationState extends ManagedState, ConfigurationInputs, ConfigurationOutputs {
  /** The ids of attached instances that require a restart because of a change of this group. */
  waitingForRestart?: string[] | undefined;
}

/** What a state records beside inputs and outputs. */
export type Bookkeeping = Pick<
  ConfigurationState,
  "pending" | "waitingForRestart" | "adoptionToken" | "imported" | "predecessors"
>;

export const bookkeeping = [
  "declared",
  "pending",
  "cloud",
  "waitingForRestart",
  "adoptionToken",
  "imported",
  "predecessors",
] as const satisfies (keyof ConfigurationState)[];

/** Makes the state of a group whose declared arguments have the values of `inputs`. */
export function toState(
  inputs: ConfigurationInputs,
  group: ConfigurationGroup,
  cloud: Cloud,
  record: Bookkeeping,
): ConfigurationState {
  const { pending, waitingForRestart = [], adoptionToken, imported, predecessors } = record;
  const declared = declaredNames(inputs);
  // In one order, so that a refresh without drift changes nothing.
  return {
    ...inputs,
    name: inputs.name ?? group.name,
    ...toOutputs(group, inputs.values, cloud),
    declared: declared.sort(),
    pending,
    cloud,
    ...(waitingForRestart.length === 0 ? {} : { waitingForRestart }),
    ...(adoptionToken === undefined ? {} : { adoptionToken }),
    ...(imported === undefined ? {} : { imported }),
    ...(predecessors === undefined ? {} : { predecessors }),
  };
}

/** Whether the state is that of a read by id, of a lookup (`get`) or an import: every program declares `values`. */
export function isReadById({ declared }: ConfigurationState): boolean {
  return declared.length === 0;
}
