import { CreateGate } from "./instance/create/create-gate.ts";

/** What one process remembers while it serves one operation on one cloud. */
export class Run {
  /** Requests that create: of those of a fresh project Trove answers one alone, or 500. */
  readonly creates = new CreateGate(8);
  /**
   * Creates of replicas, from the request until they are in service: the task manager takes the snapshot of the source,
   * and with it the quota of backups, long after the request is answered (`trove/taskmanager/models.py`,
   * `get_replication_snapshot`). Of two at once in a project that never had a backup one fails, and leaves its source
   * in BACKUP for ever.
   */
  readonly replicas = new CreateGate(Number.POSITIVE_INFINITY);
  /** `trove:resumeInterrupted`: take over what an interrupted create left, instead of refusing. */
  readonly resumeInterrupted: boolean;
  /** `trove:previewChecks`: whether a preview asks the cloud for what it offers and what is left of the quota. */
  readonly previewChecks: boolean;
  /** What the resources checked so far would add to the project's use of its quota. */
  readonly planned = { instances: 0, volumeSize: 0, ram: 0 };
  /** Whether a preview has found that there is no cloud to ask: then it waits for it no second time. */
  unreachable = false;
  /** Replicas whose configuration group Trove may have changed with that of their source, in this process. */
  readonly changedWithSource = new Set<string>();
  /** By id, the configuration group that the program declares for an instance, as far as it was compared. */
  readonly declaredGroups = new Map<string, string>();
  /** Ids that were looked up, or that a state records of what it replaced: known, though nothing here owns them. */
  readonly #knownIds = new Set<string>();
  /** Ids that a state of this stack or a create of this process owns: none of them can be adopted. */
  readonly #claimedIds = new Set<string>();
  /** By id, the takeovers that the declared states which own it come from, as far as this process knows. */
  readonly #claims = new Map<string, Set<string | undefined>>();
  /** The ids that a create of this process took over. */
  readonly #takenOver = new Set<string>();
  /** The ids whose adoption has failed in this process. */
  readonly #notAdopted = new Set<string>();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #fetched = new Map<string, Promise<unknown>>();

  constructor(options: { readonly resumeInterrupted: boolean; readonly previewChecks: boolean }) {
    this.resumeInterrupted = options.resumeInterrupted;
    this.previewChecks = options.previewChecks;
  }

  /** Notes an id that nothing here owns: that of a lookup, or of what a state replaced. */
  know(id: string): void {
    this.#knownIds.add(id);
  }

  /** Whether this process knows the id, and so it is not that of an orphaned instance. */
  isKnown(id: string): boolean {
    return this.#knownIds.has(id) || this.#claimedIds.has(id);
  }

  /** Notes that a state or a create owns the id. */
  claim(id: string): void {
    this.#claimedIds.add(id);
  }

  /** Notes that the state of a declared resource owns the id, and by which takeover. */
  claimBy(takeover: string | undefined, id: string): void {
    this.claim(id);
    const claims = this.#claims.get(id) ?? new Set();
    this.#claims.set(id, claims.add(takeover));
  }

  isClaimed(id: string): boolean {
    return this.#claimedIds.has(id);
  }

  /** Notes that a create takes the id over: an older state that names it may still be deleted in this process. */
  takeOver(id: string, takeover: string): void {
    this.claimBy(takeover, id);
    this.#takenOver.add(id);
    this.#notAdopted.delete(id);
  }

  /** Withdraws the claim of an adoption that has failed: another may adopt the id. */
  releaseAdopted(id: string, takeover: string): void {
    this.#takenOver.delete(id);
    const claims = this.#claims.get(id);
    claims?.delete(takeover);
    if (claims !== undefined && claims.size > 0) return;
    this.#claims.delete(id);
    this.#claimedIds.delete(id);
  }

  /** Notes that an adoption has failed, before or after it claimed the id: the claims of others stay. */
  adoptionFailed(id: string): void {
    this.#notAdopted.add(id);
  }

  /** Whether an adoption of the id has failed in this process, and none has succeeded since. */
  hasFailedAdoption(id: string): boolean {
    return this.#notAdopted.has(id);
  }

  /** Notes that the instance is gone: Trove never gives its id again. */
  forget(id: string): void {
    this.#knownIds.delete(id);
    this.#claimedIds.delete(id);
    this.#claims.delete(id);
    this.#takenOver.delete(id);
  }

  /**
   * Whether a state that is not of this takeover owns the id too: a new name of the resource, or its replacement, took
   * it over. Deleting the old state then keeps the instance.
   */
  isClaimedByAnother(id: string, takeover: string | undefined): boolean {
    if (this.#takenOver.has(id)) return true;
    return [...(this.#claims.get(id) ?? [])].some((claim) => claim !== takeover);
  }

  /**
   * Lets one piece of work on the same thing go at a time, in the order of the calls.
   *
   * @param onWait called if it has to wait
   */
  exclusive<T>(what: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
    if (this.#queues.has(what)) onWait?.();
    const before = this.#queues.get(what) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#queues.set(what, mine);
    const leave = () => {
      if (this.#queues.get(what) === mine) this.#queues.delete(what);
    };
    // Whoever waits for it gets the failure; the queue itself must not be an unhandled one.
    mine.then(leave, leave);
    return mine;
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
