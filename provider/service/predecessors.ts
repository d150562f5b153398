import type { Hidden } from "../hosts/dynamic/hidden-inputs.ts";
import type { ManagedState } from "../resources/managed-state.ts";

/**
 * The ids that the states of each resource have named in this process. The engine does not tell a create that it
 * replaces something, nor that older ones are pending deletion; but a replacement is preceded by a diff or a delete of
 * the old state, which has the same URN (`pkg/resource/deploy/step_generator.go`).
 */
export class Predecessors {
  readonly #ids = new Map<string, Set<string>>();

  /** Notes the id of a state, and those that it replaced itself. */
  add({ __urn: urn }: Hidden, id: string, { predecessors = [] }: ManagedState): void {
    if (urn === undefined) return;
    const known = this.#ids.get(urn) ?? new Set();
    this.#ids.set(urn, known);
    for (const one of [id, ...predecessors]) known.add(one);
  }

  /** What a create of the resource replaces. */
  of({ __urn: urn }: Hidden): readonly string[] {
    return urn === undefined ? [] : [...(this.#ids.get(urn) ?? [])];
  }
}
