import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../openstack/credentials.ts";
import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Backup } from "../../../trove/types.ts";
import { createBackup, findBackups, type NamedBackup, waitForBackup } from "../../backups/create-backup.ts";
import { inTurn } from "../../backups/in-turn.ts";
import type { Context } from "../../context.ts";
import { recordOfPredecessors } from "../../creation/predecessors.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import type { Created, Failure } from "../../resource.ts";
import type { BackupInputs } from "../arguments.ts";
import { BackupFailedError, explainGone } from "../errors.ts";
import { type BackupState, toState } from "../state.ts";
import { findOrphan } from "./orphans.ts";
import { awaitParent } from "./parent.ts";

/** How often the request is sent if its answer is lost, or is a 500, and it has no effect. */
const MAX_REQUESTS = 3;

/** Takes a backup and waits until it is complete. */
export async function create(inputs: BackupInputs, context: Context): Promise<Created<BackupState>> {
  const { instance: sourceId } = inputs;
  // Before anything exists: nothing may fail between Trove's response and the state that records the backup.
  const cloud = await context.trove.cloud({ signal: context.signal });
  const task = { sourceId, whileAlone: "the first backup of a run is started alone" };
  return inTurn(task, context, (own, onQuotaReserved) => takeBackup(inputs, own, cloud, onQuotaReserved));
}

async function takeBackup(
  inputs: BackupInputs,
  context: Context,
  cloud: Cloud,
  onQuotaReserved: () => void,
): Promise<Created<BackupState>> {
  const { instance: instanceId, name = context.defaultName ?? "" } = inputs;
  const named: NamedBackup = { instanceId, name, context };
  await assertPossible(named, inputs);
  const existing = await findBackups(named);
  const orphan = findOrphan(named, existing);
  const predecessors = await recordOfPredecessors(context, (id) => exists(id, context));
  const adoptionToken = orphan === undefined ? undefined : randomUUID();
  const backup = orphan ?? (await createOnce(named, existing, inputs));
  if (adoptionToken === undefined) context.knownIds.claim(backup.id);
  else context.knownIds.adopt(backup.id, adoptionToken);
  onQuotaReserved();
  const state = toState(inputs, backup, cloud, { pending: ["create"], ...predecessors, adoptionToken });
  return { id: backup.id, state: await completeBackup(backup, state, inputs, context) };
}

async function exists(id: string, { trove, signal }: Context): Promise<boolean> {
  return (await unlessGone(trove.backups.get(id, { signal }), { backup: id })) !== undefined;
}

async function createOnce(
  named: NamedBackup,
  existing: readonly Backup[],
  { description, incremental, parent, swiftContainer }: BackupInputs,
): Promise<Backup> {
  const request = { description, incremental, parentId: parent, swiftContainer };
  const backup = await createBackup(named, existing, { request, maxRequests: MAX_REQUESTS });
  if (backup === undefined) throw refused(named, [missingInstance(named)]);
  return backup;
}

/** @throws {RefusedError} the instance cannot be backed up, or not on the basis of the parent */
async function assertPossible(named: NamedBackup, { parent }: BackupInputs): Promise<void> {
  const { instanceId, context } = named;
  const instance = await findInstance(instanceId, context);
  if (instance === undefined) throw refused(named, [missingInstance(named)]);
  if (["ERROR", "SHUTDOWN"].includes(instance.status)) {
    const reason = `instance ${instanceId} is in ${instance.status}, and Trove cannot back it up before it is in service`;
    throw refused(named, [{ path: "instance", reason }]);
  }
  const failures = parent === undefined ? [] : await awaitParent(parent, instanceId, context);
  if (failures.length > 0) throw refused(named, failures);
}

function missingInstance({ instanceId }: NamedBackup): Failure {
  return { path: "instance", reason: `instance ${instanceId} does not exist, or no longer exists` };
}

function refused({ name }: NamedBackup, failures: readonly Failure[]): RefusedError {
  return new RefusedError(`Taking backup ${JSON.stringify(name)}`, toRefusals(failures));
}

/**
 * Waits until a backup that exists is complete.
 *
 * @throws {InterruptedError} whatever fails: the backup exists, so its id must be saved. The next diff looks at what became
 * of it.
 */
export async function completeBackup(
  first: Pick<Backup, "id" | "name">,
  initial: BackupState,
  inputs: BackupInputs,
  context: Context,
): Promise<BackupState> {
  const { id, name } = first;
  let state = initial;
  try {
    const backup = await waitForBackup(id, { name, context }, (seen) => {
      state = toState(inputs, seen, state.cloud, state);
    });
    if (backup.status === "FAILED") throw new BackupFailedError(backup);
    return { ...state, pending: [] };
  } catch (error) {
    throw new InterruptedError(id, state, explainGone(error, id));
  }
}
