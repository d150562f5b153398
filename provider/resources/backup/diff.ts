import { unlessGone } from "../../trove/errors/is-gone.ts";
import { containerOf } from "../backups/container-name.ts";
import { askIfReachable } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { withReplacement } from "../diff/consent.ts";
import { diffArguments } from "../diff/diff-arguments.ts";
import { propertyChange } from "../diff/property-change.ts";
import type { Difference } from "../resource.ts";
import { type BackupInputs, backupArguments } from "./arguments.ts";
import type { BackupState } from "./state.ts";

/** What the cloud shows now of a backup that no operation has seen complete. */
type Finding = "failed" | "gone" | "other";

/**
 * The differences between state and inputs. A backup that failed holds no data, and is replaced: only what the cloud says
 * now proves that. It is deleted first, since it counts towards the quota and nothing depends on it.
 */
export async function diff(
  id: string,
  state: BackupState,
  inputs: BackupInputs,
  context: Context,
): Promise<Difference> {
  const finding = await inspectUnfinished(id, state, context);
  if (finding !== "other") {
    const reason = finding === "gone" ? "the backup no longer exists" : "the backup failed and holds no data";
    const changes = [propertyChange("status", "replace", "none", reason)];
    return { changes, deleteBeforeReplace: true, unfinished: true, unfinishedReason: undefined };
  }
  const unfinished = state.pending.length > 0;
  return {
    changes: withReplacement(diffArguments(backupArguments, withReported(state), inputs), "allowed"),
    deleteBeforeReplace: false,
    unfinished,
    ...(unfinished
      ? {
          unfinishedReason: `Backup ${id} was still running (${state.status}) when the last operation ended: this update waits for it.`,
        }
      : {}),
  };
}

async function inspectUnfinished(id: string, { pending, status }: BackupState, context: Context): Promise<Finding> {
  if (pending.length === 0 && status !== "FAILED") return "other";
  const { trove, signal } = context;
  const failed = `The state of backup ${id} could not be compared with the cloud`;
  const answer = await askIfReachable(context, failed, async () => ({
    backup: await unlessGone(trove.backups.get(id, { signal }), { backup: id }),
  }));
  if (answer === undefined) return "other";
  if (answer.backup === undefined) return "gone";
  return answer.backup.status === "FAILED" ? "failed" : "other";
}

/** The state with what Trove reports in place of arguments that the program does not declare. */
function withReported(state: BackupState): BackupState {
  const { declared, parentId, locationRef } = state;
  const reported = { incremental: parentId !== undefined, parent: parentId, swiftContainer: containerOf(locationRef) };
  const undeclared = Object.entries(reported).filter(([name]) => !declared.includes(name));
  return { ...state, ...Object.fromEntries(undeclared) };
}
