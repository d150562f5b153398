import { BadRequestError } from "../../../trove/errors/bad-request-error.ts";
import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import { RefusedError } from "../../refused-error.ts";
import { lookAt } from "../look-at.ts";
import { row } from "../row.ts";
import { toState } from "../state.ts";
import { restart } from "./restart.ts";
import { Work } from "./work.ts";

/**
 * Runs one change of the configuration group of an instance, one at a time among a source and its replicas: from 26 on
 * Trove changes the groups of the replicas with that of their source (`trove/instance/service.py`, `_modify_instance`).
 *
 * A replica that waits for a restart keeps Trove from changing the group of its source. It is restarted where the program
 * consents to restarts of the source, which may have caused it.
 */
export async function changeGroup(work: Work, change: () => Promise<void>): Promise<void> {
  const { replicaOf: source = work.id } = await work.look();
  const inTurn = () => work.context.run.exclusive(`configuration groups of ${source} and its replicas`, change);
  try {
    await inTurn();
  } catch (error) {
    // Outside the turn: an update of the replica may wait for it.
    if (!isRestartRequired(error) || !(await restartReplicas(work))) throw error;
    await inTurn();
  }
}

/** `InvalidInstanceState` of `trove/common/exception.py`; it does not name the instance. */
function isRestartRequired(error: unknown): boolean {
  return error instanceof BadRequestError && /status is currently: RESTART_REQUIRED/.test(error.serverMessage ?? "");
}

/** @returns whether any replica had to be restarted. */
async function restartReplicas(work: Work): Promise<boolean> {
  const waiting = (await lookAtReplicas(work)).filter(({ status }) => status === "RESTART_REQUIRED");
  if (waiting.length === 0) return false;
  if (work.wanted.allow?.restart !== true) {
    const reason =
      `replica ${waiting.map(({ id }) => id).join(", ")} waits for a restart, and until then Trove changes no group of ` +
      "its source. Restart it, or set allow: { restart: true } here.";
    throw new RefusedError(`Changing instance ${work.id}`, [row("configuration", "refuse", "restart", reason)]);
  }
  for (const replica of waiting) await restartReplica(replica, work);
  return true;
}

async function restartReplica(replica: Instance, { context, state, wanted }: Work): Promise<void> {
  const { id } = replica;
  context.log.info(`Restarting replica ${id}, which keeps its source from changing its configuration group.`);
  const before = toState({}, replica, state.cloud, { built: true, owesRestart: false, pending: [] });
  const inTurn = context.run.exclusive(id, async () => {
    const own = new Work(id, before, {}, { allow: wanted.allow }, context);
    if ((await own.look()).status === "RESTART_REQUIRED") await restart(own);
  });
  await unlessGone(inTurn, { instance: id });
}

/** The replicas of the instance that are there now. */
export async function lookAtReplicas(work: Work): Promise<Instance[]> {
  const { replicas } = await work.look();
  const seen = await Promise.all(replicas.map((id) => unlessGone(lookAt(id, work.context), { instance: id })));
  return seen.filter((replica) => replica !== undefined);
}

/** Warns of the replicas that had the group and have lost it together with their source. */
export function warnOfLostGroup(
  before: readonly Instance[],
  after: readonly Instance[],
  group: string,
  work: Work,
): void {
  const had = new Set(before.filter(({ configurationId }) => configurationId === group).map(({ id }) => id));
  const lost = after.filter(({ id, configurationId }) => had.has(id) && configurationId !== group).map(({ id }) => id);
  if (lost.length === 0) return;
  work.context.log.warn(
    `Together with source ${work.id} Trove has detached configuration group ${group} from replica ${lost.join(", ")}. ` +
      "Where the program declares that group for the replica, `pulumi up --refresh` attaches it again.",
  );
}
