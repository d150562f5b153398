import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { restart } from "../../instance-actions/restart.ts";
import { idsOf } from "../errors.ts";

/**
 * Restarts the instances that require it after a change of their group, one after the other, so that not all databases are
 * down at once. Without the consent of the program a warning names them.
 *
 * @param onRestarted called with the id of each instance after its restart
 */
export async function restartWaiting(
  waiting: readonly Instance[],
  isAllowed: boolean,
  context: Context,
  onRestarted: (id: string) => void,
): Promise<void> {
  if (waiting.length === 0) return;
  if (!isAllowed) {
    context.log.warn(
      `A restart of the database is required before all new values of the configuration group take effect: ${idsOf(waiting)}. ` +
        "Set allow: { restart: true } for the group or for the instance, or restart it by hand and run `pulumi refresh`.",
    );
    return;
  }
  for (const { id } of waiting) {
    context.log.info(`Restarting instance ${id}, which requires it after the change of its configuration group.`);
    await unlessGone(restart({ instanceId: id, context }, []), { instance: id });
    onRestarted(id);
  }
}

/** Warns of instances that waited for a restart before the change, for a reason that the provider does not know. */
export function warnOfOlderRestarts(instances: readonly Instance[], context: Context): void {
  if (instances.length === 0) return;
  context.log.warn(
    `A restart was required before the configuration group changed, so allow of the group does not cover it: ${idsOf(instances)}. ` +
      "Trove may no longer show it. Set allow: { restart: true } for the instance, or restart it by hand.",
  );
}
