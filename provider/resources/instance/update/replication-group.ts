import { unlessGone } from "../../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../../trove/errors/not-found-error.ts";
import { BadRequestError } from "../../../trove/errors/status-errors.ts";
import type { Instance } from "../../../trove/types.ts";
import { WaitTimeoutError } from "../../../wait/wait-timeout-error.ts";
import { propertyChange } from "../../diff/property-change.ts";
import { tryLookup } from "../../cloud-lookups.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { ChangeFailedError } from "../../instance-actions/change-failed-error.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import { readInstance } from "../../instance-actions/read-instance.ts";
import { restart } from "../../instance-actions/restart.ts";
import { tryLookup } from "../../try-lookup.ts";
import { propertyChange } from "../../property-change.ts";
import { toState } from "../state.ts";
import { Reconciliation } from "./reconciliation.ts";

/**
 * Runs one change of the configuration group of an instance, one at a time among a source and its replicas: from 26 on
 * Trove changes the groups of the replicas with that of their source (`trove/instance/service.py`, `_modify_instance`).
 *
 * A replica that waits for a restart keeps Trove from changing the group of its source. It is restarted where the group
 * of the source made it wait, and the program consents to restarts of the source.
 *
 * @param change is given the instance as read while it holds the lock.
 */
export async function changeGroup(work: Reconciliation, change: (seen: Instance) => Promise<void>): Promise<void> {
  const source = work.state.source ?? work.id;
  const inTurn = () =>
    work.exclusive(`configuration groups of ${source} and its replicas`, async () => {
      const seen = await work.read();
      // An update that resumes may have changed the group before, and have left the replicas as they were then.
      if (seen.configurationId !== work.inputs.configuration || work.isResuming) await noteReplicas(seen, work);
      await change(seen);
    });
  try {
    await inTurn();
  } catch (error) {
    // Outside the turn: an update of the replica may wait for it.
    if (!isRestartRequired(error) || !(await restartReplicas(work))) throw error;
    await inTurn();
  }
}

/** Before the change, so that the replicas are compared with the cloud also where this update stops halfway. */
async function noteReplicas(seen: Instance, work: Reconciliation): Promise<void> {
  for (const id of seen.replicas) work.context.replicaGroups.changedWithSource.add(id);
  if (seen.replicas.length === 0 || work.groupsBefore !== undefined) return;
  const replicas = await readReplicas(work, seen);
  work.groupsBefore = { ofSource: seen.configurationId, replicas: new Map(replicas.map((it) => [it.id, it])) };
}

/** `InvalidInstanceState` of `trove/common/exception.py`; it does not name the instance. */
function isRestartRequired(error: unknown): boolean {
  return error instanceof BadRequestError && /status is currently: RESTART_REQUIRED/.test(error.serverMessage ?? "");
}

/**
 * @returns whether any replica had to be restarted.
 * @throws {RefusedError} the consent of the source does not cover it, or there is none.
 */
async function restartReplicas(work: Reconciliation): Promise<boolean> {
  const source = await work.read();
  const waiting = (await readReplicas(work, source)).filter(isWaiting);
  if (waiting.length === 0) return false;
  const others = waiting.filter((replica) => !isSourceTheCause(replica, source, work));
  if (others.length > 0) {
    const advice =
      "The configuration group of its source did not cause that, so that allow here does not cover it. Restart the " +
      "replica, or set allow: { restart: true } for it and run `pulumi up --refresh`.";
    throw refusal(others, advice, work);
  }
  if (work.inputs.allow?.restart !== true) {
    throw refusal(waiting, "Restart it, or set allow: { restart: true } here.", work);
  }
  for (const replica of waiting) {
    await restartReplica(replica, "which keeps its source from changing its configuration group", work);
  }
  return true;
}

function refusal(waiting: readonly Instance[], advice: string, work: Reconciliation): RefusedError {
  const reason = `replica ${idsOf(waiting)} waits for a restart, and until then Trove changes no group of its source. ${advice}`;
  return new RefusedError(`Changing instance ${work.id}`, [
    propertyChange("configuration", "refuse", "restart", reason),
  ]);
}

/**
 * Whether a replica waits for a restart because of the group of its source: it has what the source has, and either has
 * that group or began to wait since this update started. An interrupted update may have detached the group from both.
 */
function isSourceTheCause(replica: Instance, source: Instance, work: Reconciliation): boolean {
  if (replica.configurationId !== source.configurationId) return false;
  return replica.configurationId !== undefined || work.isResuming || beganToWait(replica, work);
}

function beganToWait(replica: Instance, { groupsBefore }: Reconciliation): boolean {
  const before = groupsBefore?.replicas.get(replica.id);
  return isWaiting(replica) && before !== undefined && !isWaiting(before);
}

function isWaiting({ status }: Instance): boolean {
  return status === "RESTART_REQUIRED";
}

async function restartReplica(replica: Instance, reason: string, work: Reconciliation): Promise<void> {
  const { id } = replica;
  const { context, state, inputs: wanted } = work;
  context.log.info(`Restarting replica ${id}, ${reason}.`);
  const before = toState({}, replica, state.cloud, { wasActive: true, restartRequired: false, pending: [] });
  const inTurn = work.exclusive(id, async () => {
    const own = new Reconciliation(id, before, {}, { allow: wanted.allow }, work.context);
    if (isWaiting(await own.read())) await restart(own);
  });
  await unlessGone(inTurn, { instance: id });
}

/**
 * Restarts a replica whose source has its group already: a restart that fails is no failure of the source. One that Trove
 * refuses leaves the update unfinished, so that the next one asks again.
 */
async function tryRestartReplica(replica: Instance, work: Reconciliation): Promise<void> {
  const { context } = work;
  const { id } = replica;
  try {
    await restartReplica(replica, "whose configuration group has changed with that of its source", work);
  } catch (error) {
    if (!(error instanceof ChangeFailedError || error instanceof WaitTimeoutError)) throw error;
    const now = await tryLookup(context, () => findInstance(id, context));
    context.log.warn(
      `Replica ${id} did not restart after its configuration group changed with that of its source ${work.id}; its status ` +
        `is ${now?.status ?? "unknown"}. If it still requires the restart, restart it by hand, or set ` +
        "allow: { restart: true } for it and run `pulumi up --refresh`.",
    );
  }
}

/**
 * Reads the replicas of a source before its group changes. Retries: without a replica's state from before the change, a
 * restart that it requires afterwards cannot be attributed, and a swap would stop after the detach.
 *
 * Omits replicas that are gone, and those that a 404 about something else hides, such as a group of another project.
 */
async function readReplicas({ context }: Reconciliation, { replicas }: Instance): Promise<Instance[]> {
  const read = (id: string) =>
    findInstance(id, context, readInstance(id, context)).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  const seen = await Promise.all(replicas.map(read));
  return seen.filter((replica) => replica !== undefined);
}

/** Reads the replicas of a source after its group has changed. Omits replicas that cannot be read. */
async function tryReadReplicas({ context }: Reconciliation, { replicas }: Instance): Promise<Instance[]> {
  const seen = await Promise.all(replicas.map((id) => tryLookup(context, () => findInstance(id, context))));
  return seen.filter((replica) => replica !== undefined);
}

/**
 * Follows up a change of the group of a source: restarts the replicas that wait for a restart because of it, with the
 * consent of the source, and warns of those that have lost a group.
 */
export async function followUpReplicas(work: Reconciliation): Promise<void> {
  if (work.groupsBefore === undefined) return;
  const source = await work.read();
  const replicas = await tryReadReplicas(work, source);
  warnOfLostGroup(replicas, source, work);
  const isDue = (it: Instance) => isWaiting(it) && (work.isResuming || beganToWait(it, work));
  const waiting = replicas.filter((it) => isDue(it) && isSourceTheCause(it, source, work));
  if (waiting.length === 0) return;
  if (work.inputs.allow?.restart === true) {
    for (const replica of waiting) await tryRestartReplica(replica, work);
    return;
  }
  work.context.log.warn(
    `Replica ${idsOf(waiting)} has to be restarted: part of the configuration that changed with its source takes effect ` +
      "only then. Restart it, or set allow: { restart: true } for it and run `pulumi up --refresh`.",
  );
}

/**
 * Warns of the replicas that had the group of the source and are without it now. One that has the new group of its source
 * instead has followed it, unless the program is known to declare the old one.
 */
function warnOfLostGroup(replicas: readonly Instance[], source: Instance, work: Reconciliation): void {
  const { log, replicaGroups } = work.context;
  const group = work.groupsBefore?.ofSource;
  if (group === undefined) return;
  const hasLost = ({ id, configurationId: now }: Instance) => {
    if (now === group || work.groupsBefore?.replicas.get(id)?.configurationId !== group) return false;
    return now === undefined || now !== source.configurationId || replicaGroups.declared.get(id) === group;
  };
  const lost = replicas.filter(hasLost);
  if (lost.length === 0) return;
  log.warn(
    `Together with source ${work.id} Trove has detached configuration group ${group} from replica ${idsOf(lost)}. ` +
      "Where the program declares that group for the replica, this `pulumi up` attaches it again if the replica depends " +
      "on its source, is part of this run (with `--target` it may not be) and requires no restart without its own " +
      "allow: { restart: true }. Otherwise run `pulumi up --refresh`.",
  );
}

/** `4f1c…`, or `4f1c…, replica 5a2d…`: after the word "replica", which each id needs to get its name. */
function idsOf(instances: readonly Instance[]): string {
  return instances.map(({ id }) => id).join(", replica ");
}
