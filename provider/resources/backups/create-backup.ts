import { isRunning } from "../../trove/backups/backups.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../trove/errors/status-errors.ts";
import { isIdle } from "../../trove/instance-status.ts";
import type { Backup, CreateBackup } from "../../trove/types.ts";
import { isTransient } from "../../wait/is-transient.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../context.ts";
import { findInstance } from "../instance-actions/find-instance.ts";

/** A backup by its instance and name. Trove allows several backups of one name. */
export interface NamedBackup {
  readonly instanceId: string;
  readonly name: string;
  readonly context: Context;
}

export interface CreateBackupOptions {
  /** The rest of the request. */
  readonly request?: Omit<CreateBackup, "instanceId" | "name">;
  /** How often a request is sent whose answer is lost and which has no effect. By default, until the deadline. */
  readonly maxRequests?: number;
}

/** The outcome of one attempt: `created`, `gone` and `failed` end the wait. */
type Attempt =
  | { readonly kind: "created"; readonly backup: Backup }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "gone" | "no answer" }
  | { readonly kind: "busy"; readonly instanceStatus: string };

/** `Date` and `created` are whole seconds, by two clocks of one server. */
const CLOCK_SLACK_MS = 2000;

/** Lists the backups of the instance that have the name, the last changed first. */
export async function findBackups({ instanceId, name, context }: NamedBackup): Promise<Backup[]> {
  const { trove, signal } = context;
  const backups = await Array.fromAsync(trove.backups.list({ instanceId, signal }));
  return backups.filter((backup) => backup.name === name);
}

/**
 * Creates a backup exactly once, even if the answer is lost. Waits while the instance is busy, until the deadline.
 *
 * @param existing the backups that had the name before: none of them counts as the new one
 * @returns the new backup, which is still running; `undefined` if the instance no longer exists
 */
export async function createBackup(
  backup: NamedBackup,
  existing: readonly Backup[],
  options: CreateBackupOptions = {},
): Promise<Backup | undefined> {
  const { clock, deadline, log, signal } = backup.context;
  const attempts = new CreateAttempts(backup, existing, options);
  const last = await waitFor({
    what: `instance ${backup.instanceId} to start backup ${JSON.stringify(backup.name)}`,
    observe: () => attempts.next(),
    status: describeAttempt,
    progress: (attempt) => `${describeAttempt(attempt)}: backup ${JSON.stringify(backup.name)} not started`,
    until: ({ kind }) => kind !== "busy" && kind !== "no answer",
    ...{ deadline, clock, signal, log },
  });
  if (last.kind === "failed") throw last.error;
  return last.kind === "created" ? last.backup : undefined;
}

function describeAttempt(attempt: Attempt): string {
  return attempt.kind === "busy" ? attempt.instanceStatus : attempt.kind;
}

class CreateAttempts {
  readonly #backup: NamedBackup;
  readonly #options: CreateBackupOptions;
  readonly #existing: ReadonlySet<string>;
  /** The last request whose answer was lost, and until when Trove may still execute it. */
  #lost: { readonly error: Error; readonly until: number } | undefined;
  /** When the first of them was sent, by the clock of the server. */
  #sentAt: number | undefined;
  #requests = 0;

  constructor(backup: NamedBackup, existing: readonly Backup[], options: CreateBackupOptions) {
    this.#backup = backup;
    this.#options = options;
    this.#existing = new Set(existing.map(({ id }) => id));
  }

  /**
   * The list is read before each further POST, because a second backup can fail on the quota although the first one is
   * complete.
   */
  async next(): Promise<Attempt> {
    const { instanceId, context } = this.#backup;
    if (this.#lost !== undefined) {
      const { error, until } = this.#lost;
      const created = (await findBackups(this.#backup)).find((found) => this.#isCreated(found));
      if (created !== undefined) return { kind: "created", backup: created };
      if (context.clock.now() < until) return noAnswer(error);
      if (this.#requests >= (this.#options.maxRequests ?? Number.POSITIVE_INFINITY)) return { kind: "failed", error };
    }
    const instance = await findInstance(instanceId, context);
    if (instance === undefined) return { kind: "gone" };
    // Each refused request becomes the fault of the instance, so none is sent before it is idle. In ERROR, the refusal has
    // the reason.
    if (!isIdle(instance) && instance.status !== "ERROR") return { kind: "busy", instanceStatus: instance.status };
    return this.#send();
  }

  /** Any new backup that matches the request counts as created by it: nothing else identifies a lost request. */
  #isCreated({ id, description, parentId, created }: Backup): boolean {
    const { request = {} } = this.#options;
    if (this.#existing.has(id) || this.#backup.context.knownIds.has(id)) return false;
    if ((description ?? "") !== (request.description ?? "")) return false;
    if (request.parentId !== undefined && parentId !== request.parentId) return false;
    if (created === undefined || this.#sentAt === undefined) return true;
    return Date.parse(created) >= this.#sentAt - CLOCK_SLACK_MS;
  }

  async #send(): Promise<Attempt> {
    const { instanceId, name, context } = this.#backup;
    const { clock, log, signal, trove } = context;
    const sentAt = trove.serverNow();
    try {
      const request = { name, instanceId, ...this.#options.request };
      return { kind: "created", backup: await trove.backups.create(request, { signal }) };
    } catch (error) {
      if (error instanceof BusyError || error instanceof NotFoundError) {
        const instance = await findInstance(instanceId, context);
        if (instance === undefined) return { kind: "gone" };
        const isBusy = error instanceof BusyError && instance.status !== "ERROR";
        if (isBusy) return { kind: "busy", instanceStatus: instance.status };
      }
      if (!(error instanceof Error && isOutcomeUnknown(error))) throw error;
      log.status(`no answer: backup ${JSON.stringify(name)}; checking whether it was started`);
      this.#sentAt ??= sentAt;
      this.#requests += 1;
      this.#lost = { error, until: clock.now() + uncertainForMs(error) };
      return noAnswer(error);
    }
  }
}

/** Throws a transient error: the wait continues, and at the deadline it names that error as the reason. */
function noAnswer(error: Error): Attempt {
  if (isTransient(error)) throw error;
  return { kind: "no answer" };
}

/** Waits until a backup is no longer running: COMPLETED, or failed. */
export function waitForBackup(
  id: string,
  { name, context }: { readonly name?: string; readonly context: Context },
  onObserve: (backup: Backup) => void = () => {},
): Promise<Backup> {
  const { clock, deadline, log, signal, trove } = context;
  const quoted = name === undefined ? undefined : JSON.stringify(name);
  return waitFor({
    what: `backup ${quoted === undefined ? id : `${quoted} (${id})`} to complete`,
    observe: async (signal) => {
      const backup = await trove.backups.get(id, { signal });
      onObserve(backup);
      return backup;
    },
    status: ({ status }) => status,
    progress: ({ status }) => `${status}: backup ${quoted ?? "based on this one"}`,
    until: (backup) => !isRunning(backup),
    ...{ deadline, clock, signal, log },
  });
}
