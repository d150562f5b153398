import type { Instance } from "../trove/types.ts";
import { CreateGate } from "./create-gate.ts";

/** What one process remembers while it serves one operation on one cloud. */
export class Run {
  /** Ids that a state, a lookup or a create of this process holds: none of them is somebody's leftover. */
  readonly met = new Set<string>();
  /** Ids that a create of this process took over: they are never deleted, so that a replacement loses nothing. */
  readonly takenOver = new Set<string>();
  readonly creates = new CreateGate();
  /** `trove:resumeInterrupted`: take over what an interrupted create left, instead of refusing. */
  readonly resumeInterrupted: boolean;
  #found: Promise<readonly Instance[]> | undefined;

  constructor(options: { resumeInterrupted: boolean }) {
    this.resumeInterrupted = options.resumeInterrupted;
  }

  /** The instances that were there before this process created any: one list serves all creates. */
  found(list: () => Promise<readonly Instance[]>): Promise<readonly Instance[]> {
    this.#found ??= list().catch((error: unknown) => {
      this.#found = undefined;
      throw error;
    });
    return this.#found;
  }
}
