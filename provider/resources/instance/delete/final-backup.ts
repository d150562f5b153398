import { describeError } from "../../../core/error-text.ts";
import { TroveError } from "../../../core/trove-error.ts";
import { isRunning } from "../../../trove/backups/backups.ts";
import { guestNeverReported } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import { createBackup, findBackups, type NamedBackup, waitForBackup } from "../../backups/create-backup.ts";
import type { Context } from "../../context.ts";
import { isFailedBuild } from "../create/failed-build.ts";
import type { InstanceState } from "../state.ts";

/** In Unicode code points, which Trove's schemas count (`trove/common/apischema.py`). */
const MAX_NAME_LENGTH = 255;
const SUFFIX = "-final";

/**
 * The declared final backup, unless the instance was never in service and has no data. An interrupted create that did not
 * see the instance in service proves nothing.
 */
export function requiredFinalBackup(state: InstanceState, instance: Instance): InstanceState["finalBackup"] {
  return state.wasActive || !wasNeverActive(state, instance) ? state.finalBackup : undefined;
}

/** Whether it is certain that the instance was never in service: its build failed, or its guest agent never reported. */
function wasNeverActive({ failedBuild }: InstanceState, instance: Instance): boolean {
  return isFailedBuild(failedBuild, instance) || guestNeverReported(instance);
}

/**
 * Takes the final backup of an instance and waits until it is complete. Waits for a running backup of the same name
 * instead, which an interrupted delete started. A complete backup of the name never counts: the instance may have been
 * written to since.
 *
 * @param name by default the instance's name, followed by `-final`
 * @throws {FinalBackupError} if there is no complete backup; the instance must not be deleted then
 */
export async function takeFinalBackup(
  instance: Instance,
  { name = finalBackupName(instance) }: NonNullable<InstanceState["finalBackup"]>,
  context: Context,
): Promise<void> {
  if (instance.status === "SHUTDOWN") {
    throw new FinalBackupError(
      instance,
      "its status is SHUTDOWN, and Trove cannot back up a database that has stopped",
    );
  }
  try {
    await completeBackup(instance, { instanceId: instance.id, name, context });
  } catch (error) {
    if (error instanceof FinalBackupError || context.signal.aborted) throw error;
    throw new FinalBackupError(instance, describeError(error), error);
  }
}

/** The name of the final backup of an instance, if the program chooses none. */
export function finalBackupName({ name }: Pick<Instance, "name">): string {
  return [...name].slice(0, MAX_NAME_LENGTH - SUFFIX.length).join("") + SUFFIX;
}

async function completeBackup(instance: Instance, backup: NamedBackup): Promise<void> {
  const existing = await findBackups(backup);
  const started = existing.find(isRunning) ?? (await createBackup(backup, existing));
  if (started === undefined) return;
  const { id, status } = await waitForBackup(started.id, backup);
  if (status !== "COMPLETED") throw new FinalBackupError(instance, `backup ${id} is ${status}`);
  backup.context.log.info(`The final backup of instance ${instance.id} is ${id} ("${backup.name}").`);
}

/** The final backup of an instance could not be taken, so the instance was not deleted. */
export class FinalBackupError extends TroveError {
  readonly code = "TROVE_FINAL_BACKUP";

  constructor(instance: Instance, reason: string, cause?: unknown) {
    super(
      `Instance "${instance.name}" (${instance.id}) was not deleted, because its final backup failed: ` +
        `${reason.replace(/\.$/, "")}. Fix the cause, or remove finalBackup from the program and run \`pulumi up\` before ` +
        "you delete it. If the instance was already replaced, delete it outside Pulumi: its state no longer follows the program.",
      { cause },
    );
  }
}
