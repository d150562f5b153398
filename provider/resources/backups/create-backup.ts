import { isRunning } from "../../trove/backups/backups.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../trove/errors/status-errors.ts";
import type { Backup } from "../../trove/types.ts";
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

/** The outcome of one attempt. Only `created` and `gone` end the wait. */
type Attempt =
  | { readonly status: "created"; readonly backup: Backup }
  | { readonly status: "gone" | "busy" | "no answer" };

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
export async function createBackup(backup: NamedBackup, existing: readonly Backup[]): Promise<Backup | undefined> {
  const { clock, deadline, log, signal } = backup.context;
  const created = await waitFor({
    what: `instance ${backup.instanceId} to start backup ${JSON.stringify(backup.name)}`,
    observe: createAttempts(backup, existing),
    status: ({ status }) => status,
    progress: ({ status }) => `${status}: backup ${JSON.stringify(backup.name)} not started`,
    until: ({ status }) => status === "created" || status === "gone",
    ...{ deadline, clock, signal, log },
  });
  return created.status === "created" ? created.backup : undefined;
}

/**
 * After a lost answer, any new backup of the name counts as created by the lost request. The list is read before each
 * further POST, because a second backup can fail on the quota although the first one is complete.
 */
function createAttempts(backup: NamedBackup, existing: readonly Backup[]): () => Promise<Attempt> {
  const { instanceId, name, context } = backup;
  const { clock, log, signal, trove } = context;
  const existingIds = new Set(existing.map(({ id }) => id));
  let lost: { readonly error: Error; readonly until: number } | undefined;
  return async () => {
    if (lost !== undefined) {
      const created = (await findBackups(backup)).find(({ id }) => !existingIds.has(id));
      if (created !== undefined) return { status: "created", backup: created };
      if (clock.now() < lost.until) return noAnswer(lost.error);
    }
    try {
      return { status: "created", backup: await trove.backups.create({ name, instanceId }, { signal }) };
    } catch (error) {
      if (error instanceof BusyError || error instanceof NotFoundError) {
        const instance = await findInstance(instanceId, context);
        if (instance === undefined) return { status: "gone" };
        if (error instanceof BusyError && instance.status !== "ERROR") return { status: "busy" };
      }
      if (!isOutcomeUnknown(error)) throw error;
      log.status(`no answer: backup ${JSON.stringify(name)}; checking whether it was started`);
      lost = { error: error as Error, until: clock.now() + uncertainForMs(error) };
      return noAnswer(lost.error);
    }
  };
}

/** Throws a transient error: the wait continues, and at the deadline it names that error as the reason. */
function noAnswer(error: Error): Attempt {
  if (isTransient(error)) throw error;
  return { status: "no answer" };
}

/** Waits until a backup is no longer running: COMPLETED, or failed. */
export function waitForBackup(id: string, { name, context }: NamedBackup): Promise<Backup> {
  const { clock, deadline, log, signal, trove } = context;
  return waitFor({
    what: `backup ${JSON.stringify(name)} (${id}) to complete`,
    observe: (signal) => trove.backups.get(id, { signal }),
    status: ({ status }) => status,
    progress: ({ status }) => `${status}: backup ${JSON.stringify(name)}`,
    until: (backup) => !isRunning(backup),
    ...{ deadline, clock, signal, log },
  });
}
