import type { Cloud } from "../../openstack/credentials.ts";
import type { BackupStrategy } from "../../trove/types.ts";
import type { ManagedState } from "../managed-state.ts";
import type { BackupStrategyInputs } from "./arguments.ts";
import type { BackupStrategyOutputs } from "./outputs.ts";

export interface BackupStrategyState extends ManagedState, BackupStrategyInputs, BackupStrategyOutputs {}

export const bookkeeping = [
  "declared",
  "pending",
  "cloud",
  "predecessors",
  "adoptionToken",
] as const satisfies (keyof BackupStrategyState)[];

/** Makes the state of a strategy, whose arguments are all declared. */
export function toState(
  { instanceId, swiftContainer }: Pick<BackupStrategy, "instanceId" | "swiftContainer">,
  cloud: Cloud,
  adoptionToken?: string,
): BackupStrategyState {
  return {
    ...toInputs({ instanceId, swiftContainer }),
    declared: instanceId === undefined ? ["swiftContainer"] : ["swiftContainer", "instance"],
    ...{ projectId: cloud.projectId, region: cloud.region, cloud, pending: [], adoptionToken },
  };
}

/** The inputs of a program that declares the strategy. */
export function toInputs({
  instanceId,
  swiftContainer,
}: Pick<BackupStrategy, "instanceId" | "swiftContainer">): BackupStrategyInputs {
  return { swiftContainer, ...(instanceId === undefined ? {} : { instance: instanceId }) };
}

/** Whether the state is that of a read by id, in which nothing is declared. A program always declares the container. */
export function isReadById({ declared, swiftContainer }: BackupStrategyState): boolean {
  return declared.length === 0 && swiftContainer !== undefined;
}
