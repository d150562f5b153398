import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import { BusyError, QuotaError } from "../../trove/errors/status-errors.ts";
import { isIdle } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import { quickPace } from "../../wait/pace.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { awaitOthers } from "./await-others.ts";
import { ChangeFailedError } from "./change-failed-error.ts";

/** How often a request is sent whose answer was lost and which had no effect. */
const ATTEMPTS = 3;

export interface Change {
  /** To follow "instance … ": `to have flavor 2`. */
  readonly what: string;
  /** For status lines, short and without ids, and the word of the status first: `resize to m1.large`. */
  readonly action: string;
  /** The paths of the arguments that it changes. */
  readonly paths: readonly string[];
  /** Whether the instance is as wanted; asked only while nothing is under way. */
  readonly isApplied: (instance: Instance) => boolean;
  /** Asks for the change. */
  readonly request: (instance: Instance) => Promise<void>;
  /**
   * Whether the instance can be asked now; a refused action would become its fault.
   * @default in service, or waiting for a restart
   */
  readonly isReady?: (instance: Instance) => boolean;
  /**
   * Whether a second request would do it again, such as an upgrade with its downtime: one whose answer was lost is then
   * sent again only once the first cannot take effect any more.
   */
  readonly mustNotRepeat?: boolean;
}

/**
 * Brings an instance to what is wanted: looks, asks if need be, and looks until it is really over. Nothing is asked of
 * an instance that is already as wanted, so it can be run again after any interruption.
 *
 * @throws {ChangeFailedError} Trove took the change and came back without it.
 */
export async function applyChange(work: Reconciliation, change: Change): Promise<Instance> {
  const progress: Progress = { asked: 0, answered: false, inDoubtUntil: 0, quota: undefined, refusedUnnamed: false };
  const ready = change.isReady ?? isIdle;
  let last: Instance | undefined;
  await work.context.poller.waitFor<Step>(work.id, {
    what: `instance ${work.id} ${change.what}`,
    observe: async (look) => {
      const seen = work.observe(await look());
      last = seen;
      if (seen.status === "ERROR") throw ChangeFailedError.ofInstance(change.what, seen);
      if (!ready(seen)) return seen.operatingStatus === "" ? `${seen.status}${CHANGING}` : seen.status;
      if (change.isApplied(seen)) return DONE;
      if (progress.quota !== undefined) throw progress.quota;
      if (work.context.clock.now() < progress.inDoubtUntil) return "requested, no answer";
      if (progress.answered || progress.asked === ATTEMPTS) throw ChangeFailedError.ofInstance(change.what, seen);
      return ask(change, seen, progress, work);
    },
    status: (step) => step,
    progress: (step) => progressOf(step, change.action),
    until: (step) => step === DONE,
    pace: quickPace(),
    deadline: work.context.deadline,
    signal: work.context.signal,
    log: work.context.log,
  });
  if (last === undefined) throw new Error("a wait that ended has looked");
  return last;
}

const DONE = "done";
/** Follows the status of an instance whose guest reports nothing, as during a resize. */
const CHANGING = " (changing)";
type Step = string;

/** The status first: `RESIZE to m1.large`, where the action begins with its word, else `requested: resize to m1.large`. */
function progressOf(step: Step, action: string): string {
  const status = step.replace(CHANGING, "");
  return action.startsWith(status.toLowerCase()) ? `${status}${action.slice(status.length)}` : `${status}: ${action}`;
}

interface Progress {
  asked: number;
  answered: boolean;
  /** Until when a request whose answer was lost may still take effect. */
  inDoubtUntil: number;
  /** A refusal that can have half happened: the quota is taken instance by instance, a source's before its replicas'. */
  quota: QuotaError | undefined;
  /** Whether the last answer was a refusal that names no instance. */
  refusedUnnamed: boolean;
}

async function ask(change: Change, seen: Instance, progress: Progress, work: Reconciliation): Promise<Step> {
  try {
    await work.sendChange(change.paths, () => change.request(seen));
    progress.answered = true;
    return "requested";
  } catch (error) {
    if (error instanceof BusyError) {
      // The first refusal that names none can be the instance's own, which has just become idle.
      const mayBeOwn = error.instanceId === undefined && !progress.refusedUnnamed;
      progress.refusedUnnamed = error.instanceId === undefined;
      const broken = mayBeOwn ? undefined : await awaitOthers(error, seen, work);
      if (broken === undefined) return `busy (${error.instanceStatus ?? seen.status})`;
      if (seen.replicas.includes(broken.id)) throw ChangeFailedError.ofReplica(change.what, seen, broken);
      throw error;
    }
    if (error instanceof QuotaError) {
      progress.quota = error;
      return "over the quota";
    }
    if (!isOutcomeUnknown(error)) throw error;
    progress.asked += 1;
    if (change.mustNotRepeat) progress.inDoubtUntil = work.context.clock.now() + uncertainForMs(error);
    return "requested, no answer";
  }
}
