import { TroveError } from "../../http/trove-error.ts";
import { BusyError } from "../../trove/errors/busy-error.ts";
import type { Backup, Instance } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";

const RUNNING: readonly string[] = ["NEW", "BUILDING", "SAVING"];

/**
 * Takes a backup of an instance that is about to go, and waits until it is complete. One of the same name that is still
 * under way, from an operation that was cut off, is waited for instead.
 *
 * @throws {FinalBackupError} there is no complete backup: nothing is deleted.
 */
export async function takeFinalBackup(instance: Instance, name: string | undefined, context: Context): Promise<void> {
  const wanted = name ?? `${instance.name}-final`;
  try {
    const { id } = (await findRunning(instance.id, wanted, context)) ?? (await start(instance, wanted, context));
    const backup = await finish(id, context);
    if (backup.status !== "COMPLETED") throw new FinalBackupError(instance, `backup ${id} is ${backup.status}`);
    context.log.info(`The final backup of instance ${instance.id} is ${id} ("${wanted}").`);
  } catch (error) {
    if (error instanceof FinalBackupError || context.signal.aborted) throw error;
    throw new FinalBackupError(instance, error instanceof Error ? error.message : String(error), error);
  }
}

async function findRunning(instanceId: string, name: string, context: Context): Promise<Backup | undefined> {
  for await (const backup of context.trove.backups.list({ instanceId, signal: context.signal })) {
    if (backup.name === name && RUNNING.includes(backup.status)) return backup;
  }
  return undefined;
}

async function start(instance: Instance, name: string, context: Context): Promise<Backup> {
  let started: Backup | undefined;
  await waitFor({
    what: `instance ${instance.id} to take its final backup`,
    observe: async () => {
      try {
        const { signal } = context;
        started = await context.trove.backups.create({ name, instanceId: instance.id }, { signal });
        return "begun";
      } catch (error) {
        if (error instanceof BusyError && instance.status !== "ERROR") return "busy";
        throw error;
      }
    },
    status: (step) => step,
    until: (step) => step === "begun",
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
  if (started === undefined) throw new Error("a wait that ended has begun a backup");
  return started;
}

function finish(id: string, context: Context): Promise<Backup> {
  return waitFor({
    what: `backup ${id} to be complete`,
    observe: (signal) => context.trove.backups.get(id, { signal }),
    status: ({ status }) => status,
    until: ({ status }) => !RUNNING.includes(status),
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
    log: context.log,
  });
}

/** The backup that was to be taken before the instance goes is not there. */
export class FinalBackupError extends TroveError {
  readonly code = "TROVE_FINAL_BACKUP";

  constructor(instance: Instance, reason: string, cause?: unknown) {
    super(
      `Instance "${instance.name}" (${instance.id}) was not deleted, since its final backup could not be taken: ${reason.replace(/\.$/, "")}. ` +
        "Mend the cause, or remove finalBackup from the program and run `pulumi up` before it is deleted.",
      { cause },
    );
  }
}
