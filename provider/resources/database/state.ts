import type { ManagedState } from "../managed-state.ts";
import type { DatabaseInputs } from "./arguments.ts";

/** The state of a database: the arguments at their last values. Trove reports nothing but the name. */
export interface DatabaseState extends ManagedState, DatabaseInputs {
  readonly instance: string;
  readonly name: string;
}

/** Whether the state is that of a read by id, in which nothing is declared. */
export function isReadById({ declared }: DatabaseState): boolean {
  return declared.length === 0;
}

export const bookkeeping = [
  "declared",
  "pending",
  "cloud",
  "imported",
  "released",
] as const satisfies (keyof DatabaseState)[];
