import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";
import { isRunning } from "../../trove/backups/backups.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../trove/errors/status-errors.ts";
import type { Backup, Instance } from "../../trove/types.ts";
import { isTransient } from "../../wait/is-transient.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../context.ts";
import { findInstance } from "../instance-actions/find-instance.ts";

/** What Trove's schemas allow a name: characters are Unicode code points there (`trove/common/apischema.py`). */
const MAX_NAME_LENGTH = 255;
const SUFFIX = "-final";

/**
 * Takes a backup of an instance that is about to be deleted, and waits until it is complete. A backup of the same name
 * that is still running, from an interrupted operation, is waited for instead. A complete one never counts: the instance
 * may have been written to since.
 *
 * @throws {FinalBackupError} there is no complete backup: nothing is deleted.
 */
export async function takeFinalBackup(instance: Instance, name: string | undefined, context: Context): Promise<void> {
  if (instance.status === "SHUTDOWN") {
    throw new FinalBackupError(instance, "its status is SHUTDOWN, and a database that has stopped takes no backup");
  }
  const wanted = nameFor(instance, name);
  try {
    const before = await listNamed(instance.id, wanted, context);
    const running = before.find(isRunning);
    const taken = running ?? (await start(instance, wanted, before, context));
    if (taken === "gone") return;
    const { id } = taken;
    const backup = await finish(id, context);
    if (backup.status !== "COMPLETED") throw new FinalBackupError(instance, `backup ${id} is ${backup.status}`);
    context.log.info(`The final backup of instance ${instance.id} is ${id} ("${wanted}").`);
  } catch (error) {
    if (error instanceof FinalBackupError || context.signal.aborted) throw error;
    throw new FinalBackupError(instance, describeError(error), error);
  }
}

function nameFor(instance: Instance, name: string | undefined): string {
  return name ?? [...instance.name].slice(0, MAX_NAME_LENGTH - SUFFIX.length).join("") + SUFFIX;
}

async function listNamed(instanceId: string, name: string, context: Context): Promise<Backup[]> {
  const named: Backup[] = [];
  for await (const backup of context.trove.backups.list({ instanceId, signal: context.signal })) {
    if (backup.name === name) named.push(backup);
  }
  return named;
}

/**
 * @param before what bore the name already.
 * @returns `gone` where somebody else has deleted the instance meanwhile.
 */
async function start(
  instance: Instance,
  name: string,
  before: readonly Backup[],
  context: Context,
): Promise<Backup | "gone"> {
  const attempt = attempts(instance, name, before, context);
  const started = await waitFor({
    what: `instance ${instance.id} to take its final backup`,
    observe: attempt,
    status: (step) => (typeof step === "string" ? step : "begun"),
    progress: (step) => `${step}: final backup not begun`,
    until: (step) => typeof step !== "string" || step === "gone",
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
    log: context.log,
  });
  if (started === "busy" || started === "in doubt") throw new Error("a wait that ended has begun a backup");
  return started;
}

/**
 * Sends the POST until it took effect once. Once an answer was lost, whatever is new under the name is taken for what
 * that POST has made, and none is sent before there was a look: names are not unique, and a second one can fail on the
 * quota though the first is complete. The instance is busy while the first is under way.
 */
function attempts(instance: Instance, name: string, before: readonly Backup[], context: Context) {
  const { clock, log, signal, trove } = context;
  const known = new Set(before.map(({ id }) => id));
  let lost: { readonly error: Error; readonly until: number } | undefined;
  return async (): Promise<Backup | "busy" | "gone" | "in doubt"> => {
    if (lost !== undefined) {
      const made = (await listNamed(instance.id, name, context)).find(({ id }) => !known.has(id));
      if (made !== undefined) return made;
      if (clock.now() < lost.until) return inDoubt(lost.error);
    }
    try {
      return await trove.backups.create({ name, instanceId: instance.id }, { signal });
    } catch (error) {
      if (error instanceof BusyError || error instanceof NotFoundError) {
        const now = await findInstance(instance.id, context);
        if (now === undefined) return "gone";
        if (error instanceof BusyError && now.status !== "ERROR") return "busy";
      }
      if (!isOutcomeUnknown(error)) throw error;
      log.status("no answer: final backup; looking whether it was begun");
      lost = { error: error as Error, until: clock.now() + uncertainForMs(error) };
      return inDoubt(lost.error);
    }
  };
}

/** The wait goes on; should it end at the deadline, it tells what can pass as the reason. */
function inDoubt(error: Error): "in doubt" {
  if (isTransient(error)) throw error;
  return "in doubt";
}

function finish(id: string, context: Context): Promise<Backup> {
  return waitFor({
    what: `backup ${id} to be complete`,
    observe: (signal) => context.trove.backups.get(id, { signal }),
    status: ({ status }) => status,
    progress: ({ status }) => `${status}: final backup`,
    until: (backup) => !isRunning(backup),
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
        "If it was replaced already, delete it outside Pulumi: its state no longer follows the program. Otherwise " +
        "fix the cause, or remove finalBackup from the program and run `pulumi up` before it is deleted.",
      { cause },
    );
  }
}
