import type { Cloud } from "../../openstack/credentials.ts";
import type { Backup } from "../../trove/types.ts";
import { declaredNames, declaredValue, type ManagedState } from "../managed-state.ts";
import type { BackupInputs } from "./arguments.ts";
import { type BackupOutputs, toOutputs } from "./outputs.ts";

/** The state of a backup: the declared arguments and the outputs. */
export interface BackupState extends ManagedState, BackupInputs, BackupOutputs {
  readonly released?: Released | undefined;
}

/** `triggers` that the program has declared and then removed. With them, declaring the same again changes nothing. */
type Released = Pick<BackupInputs, "triggers">;

/** What a state records beside inputs and outputs, and what no request can find out again. */
export type Bookkeeping = Pick<BackupState, "pending" | "predecessors" | "adoptionToken" | "imported" | "released">;

export const bookkeeping = [
  "declared",
  "pending",
  "cloud",
  "predecessors",
  "adoptionToken",
  "imported",
  "released",
] as const satisfies (keyof BackupState)[];

/** Makes the state of a backup whose declared arguments have the values of `inputs`. */
export function toState(inputs: BackupInputs, backup: Backup, cloud: Cloud, record: Bookkeeping): BackupState {
  const { pending, predecessors, adoptionToken, imported, released } = record;
  return {
    ...inputs,
    name: inputs.name ?? backup.name,
    ...toOutputs(backup, cloud),
    declared: declaredNames(inputs),
    ...{ cloud, pending, predecessors, adoptionToken, imported, released },
  };
}

/** What is released once the program declares these inputs. */
export function releasedBy(state: BackupState, { triggers }: BackupInputs): Released | undefined {
  const known = declaredValue(state, "triggers") ?? state.released?.triggers;
  return triggers !== undefined || known === undefined ? undefined : { triggers: known };
}

/** Whether the state is that of a read by id, in which nothing is declared. A program always declares the instance. */
export function isReadById({ declared, status }: BackupState): boolean {
  return declared.length === 0 && status !== undefined;
}
