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
  readonly #fetched = new Map<string, Promise<unknown>>();

  constructor(options: { resumeInterrupted: boolean }) {
    this.resumeInterrupted = options.resumeInterrupted;
  }

  /** Fetches once what serves the whole process; a failure is not kept. */
  once<T>(what: string, fetch: () => Promise<T>): Promise<T> {
    const known = this.#fetched.get(what) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const fetched = fetch();
    this.#fetched.set(what, fetched);
    fetched.catch(() => this.#fetched.delete(what));
    return fetched;
  }
}
