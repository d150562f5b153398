/**
 * The ids of instances that this process has seen, and which state or create owns each.
 *
 * An owner is identified by its adoption token: the state of a created instance has none, and every adoption makes a new
 * one (`adoptionToken` in `managed-state.ts`).
 */
export class KnownIds {
  /** Ids that were looked up, or that a state records as its predecessors. Nothing here owns them. */
  readonly #seen = new Set<string>();
  /** Ids that a state of this stack or a create of this process owns. They cannot be adopted. */
  readonly #claimed = new Set<string>();
  /** By id, the adoption tokens of the declared states that own it. */
  readonly #owners = new Map<string, Set<string | undefined>>();
  /** Ids that a create of this process adopted. */
  readonly #adopted = new Set<string>();
  /** Ids whose adoption failed in this process. */
  readonly #failedAdoptions = new Set<string>();

  /** Records an id that nothing here owns. */
  add(id: string): void {
    this.#seen.add(id);
  }

  /** Whether this process has seen the id: then the instance is not orphaned. */
  has(id: string): boolean {
    return this.#seen.has(id) || this.#claimed.has(id);
  }

  /** Records that a state or a create owns the id. */
  claim(id: string): void {
    this.#claimed.add(id);
  }

  /** Records that the state of a declared resource owns the id. */
  claimBy(adoptionToken: string | undefined, id: string): void {
    this.claim(id);
    const owners = this.#owners.get(id) ?? new Set();
    this.#owners.set(id, owners.add(adoptionToken));
  }

  isClaimed(id: string): boolean {
    return this.#claimed.has(id);
  }

  /** Records that a create adopts the id. An older state that has the id may still be deleted in this process. */
  adopt(id: string, adoptionToken: string): void {
    this.claimBy(adoptionToken, id);
    this.#adopted.add(id);
    this.#failedAdoptions.delete(id);
  }

  /** Withdraws the claim of a failed adoption, so that another resource may adopt the id. */
  releaseAdoption(id: string, adoptionToken: string): void {
    this.#adopted.delete(id);
    const owners = this.#owners.get(id);
    owners?.delete(adoptionToken);
    if (owners !== undefined && owners.size > 0) return;
    this.#owners.delete(id);
    this.#claimed.delete(id);
  }

  /** Records that an adoption failed, before or after it claimed the id. Claims of other owners stay. */
  recordFailedAdoption(id: string): void {
    this.#failedAdoptions.add(id);
  }

  /** Whether the last adoption of the id in this process failed. */
  hasFailedAdoption(id: string): boolean {
    return this.#failedAdoptions.has(id);
  }

  /** Forgets an instance that is gone. Trove never reuses an id. */
  forget(id: string): void {
    this.#seen.delete(id);
    this.#claimed.delete(id);
    this.#owners.delete(id);
    this.#adopted.delete(id);
  }

  /**
   * Whether a state with another adoption token owns the id too: the resource was renamed or replaced, and the new one
   * adopted the instance. Then a delete of the old state must keep the instance.
   */
  isClaimedByAnother(id: string, adoptionToken: string | undefined): boolean {
    if (this.#adopted.has(id)) return true;
    return [...(this.#owners.get(id) ?? [])].some((owner) => owner !== adoptionToken);
  }
}
