import type { ManagedState } from "../resources/managed-state.ts";

/**
 * The ids in the states of each resource that this process has handled. A create does not learn from the engine whether it
 * replaces a resource, or whether older ones are pending deletion. But before a replacement the engine requests a diff or
 * a delete of the old state, which has the same URN (`pkg/resource/deploy/step_generator.go`).
 */
export class Predecessors {
  readonly #ids = new Map<string, Set<string>>();

  /** Records the id of a state, and the ids that it replaced. */
  add(urn: string | undefined, id: string, { predecessors = [] }: ManagedState): void {
    if (urn === undefined) return;
    const known = this.#ids.get(urn) ?? new Set();
    this.#ids.set(urn, known);
    for (const one of [id, ...predecessors]) known.add(one);
  }

  /** The ids that a create of the resource replaces. */
  of(urn: string | undefined): readonly string[] {
    return urn === undefined ? [] : [...(this.#ids.get(urn) ?? [])];
  }
}
