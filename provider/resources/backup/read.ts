import { unlessGone } from "../../trove/errors/is-gone.ts";
import type { Backup } from "../../trove/types.ts";
import type { Context } from "../context.ts";
import { declaredInputs } from "../managed-state.ts";
import type { Read, ReadById, ReadManaged } from "../resource.ts";
import type { BackupInputs } from "./arguments.ts";
import { type BackupState, isReadById, toState } from "./state.ts";

/** Reads a backup: its state, and the declared arguments. Nothing of a backup changes, so none can differ. */
export async function read(
  { id, state, withInputs = false }: ReadManaged<BackupState> | ReadById,
  context: Context,
): Promise<Read<BackupInputs, BackupState> | undefined> {
  const { knownIds, signal, trove } = context;
  const isManaged = state !== undefined && !isReadById(state);
  if (isManaged) knownIds.claim(id);
  const backup = await unlessGone(trove.backups.get(id, { signal }), { backup: id });
  if (backup === undefined) return undefined;
  if (isManaged) {
    const inputs = { ...declaredInputs(state), instance: state.instance };
    return { state: toState(inputs, backup, state.cloud, state), inputs };
  }
  const inputs = reportedInputs(backup);
  const record = { pending: [], ...(withInputs ? { imported: true as const } : {}) };
  const cloud = await trove.cloud({ signal });
  return { state: { ...toState(inputs, backup, cloud, record), declared: [] }, inputs };
}

/** The inputs that a program can declare so that nothing changes. A backup from another region has no instance. */
function reportedInputs({ instanceId = "", name, description, parentId }: Backup): BackupInputs {
  return {
    instance: instanceId,
    name,
    ...(description === undefined ? {} : { description }),
    ...(parentId === undefined ? {} : { parent: parentId }),
  };
}
