import { isOutcomeUnknown, uncertainForMs } from "../../trove/errors/outcome-unknown.ts";
import { BusyError, QuotaError } from "../../trove/errors/status-errors.ts";
import { isIdle } from "../../trove/instance-status.ts";
import type { Instance } from "../../trove/types.ts";
import { quickPace } from "../../wait/pace.ts";
import { awaitOthers } from "./await-others.ts";
import { ChangeFailedError } from "./change-failed-error.ts";
import { type InstanceTarget, sendChange } from "./instance-target.ts";

/** How often a request is sent if each answer is lost and none of them takes effect. */
const MAX_LOST_ANSWERS = 3;

export interface Change {
  /** A noun: `resize to flavor 2`. */
  readonly what: string;
  /** For status lines, without ids. Begins with the word of Trove's status if there is one: `resize to m1.large`. */
  readonly action: string;
  /** The paths of the arguments that the request changes. */
  readonly paths: readonly string[];
  /** Whether the instance has the change. Called only while `isReady` returns true. */
  readonly isApplied: (instance: Instance) => boolean;
  /** Sends the request. */
  readonly request: (instance: Instance) => Promise<void>;
  /**
   * Whether Trove accepts the request now. It records a refused action as the fault of the instance.
   *
   * @default `isIdle`
   */
  readonly isReady?: (instance: Instance) => boolean;
  /**
   * Whether a second request would do the work again, such as an upgrade with its downtime. If the answer of such a
   * request is lost, it is sent again only once the first one can no longer take effect.
   */
  readonly mustNotRepeat?: boolean;
}

/**
 * Applies one change: reads the instance, sends the request unless the change is applied already, and reads on until it
 * is. Safe to repeat after any interruption.
 *
 * @throws {ChangeFailedError} the instance is in ERROR, or ready again without the change.
 */
export async function applyChange(target: InstanceTarget, change: Change): Promise<Instance> {
  const { instanceId, context } = target;
  const attempt = new ChangeAttempt(target, change);
  let last: Instance | undefined;
  await context.poller.waitFor<Step>(instanceId, {
    what: `instance ${instanceId} to complete the ${change.what}`,
    observe: async (look) => {
      last = await look();
      target.onObserve?.(last);
      return attempt.next(last);
    },
    status: ({ status, isChanging }) => (isChanging ? `${status} (changing)` : status),
    progress: ({ status }) => describeProgress(status, change.action),
    until: ({ isDone = false }) => isDone,
    pace: quickPace(),
    deadline: context.deadline,
    signal: context.signal,
    log: context.log,
  });
  if (last === undefined) throw new Error("a wait that ended has read the instance");
  return last;
}

interface Step {
  /** The status of the instance, or what became of the request. */
  readonly status: string;
  /** A task runs on the instance, and its guest agent reports nothing, as during a resize. */
  readonly isChanging?: boolean;
  readonly isDone?: boolean;
}

/** `RESIZE to m1.large` if the action begins with the word of the status, otherwise `requested: resize to m1.large`. */
function describeProgress(status: string, action: string): string {
  return action.startsWith(status.toLowerCase()) ? `${status}${action.slice(status.length)}` : `${status}: ${action}`;
}

/** What the requests of one change have come to so far; decides from each read of the instance what to do next. */
class ChangeAttempt {
  readonly #target: InstanceTarget;
  readonly #change: Change;
  #isAccepted = false;
  #lostAnswers = 0;
  /** Until when a request whose answer was lost may still take effect, by the clock of the context. */
  #mayTakeEffectUntil = 0;
  /** Trove reserves quota instance by instance, a source's before its replicas': a refused change can be half done. */
  #quotaError: QuotaError | undefined;
  /** Whether the last answer was a refusal that names no instance. */
  #wasRefusedWithoutId = false;

  constructor(target: InstanceTarget, change: Change) {
    this.#target = target;
    this.#change = change;
  }

  async next(seen: Instance): Promise<Step> {
    const { what, isApplied, isReady = isIdle } = this.#change;
    if (seen.status === "ERROR") throw ChangeFailedError.inError(`complete the ${what}`, seen);
    if (!isReady(seen)) return { status: seen.status, isChanging: seen.operatingStatus === "" };
    if (isApplied(seen)) return { status: "done", isDone: true };
    if (this.#quotaError !== undefined) throw this.#quotaError;
    if (this.#target.context.clock.now() < this.#mayTakeEffectUntil) return NO_ANSWER;
    if (this.#isAccepted) throw ChangeFailedError.notApplied(what, seen);
    if (this.#lostAnswers === MAX_LOST_ANSWERS) throw ChangeFailedError.notAnswered(what, seen, MAX_LOST_ANSWERS);
    return this.#send(seen);
  }

  async #send(seen: Instance): Promise<Step> {
    const { paths, request } = this.#change;
    try {
      await sendChange(this.#target, paths, () => request(seen));
      this.#isAccepted = true;
      return { status: "requested" };
    } catch (error) {
      if (error instanceof BusyError) return this.#afterBusy(error, seen);
      if (error instanceof QuotaError) {
        this.#quotaError = error;
        return { status: "over the quota" };
      }
      if (isOutcomeUnknown(error)) return this.#afterLostAnswer(error);
      throw error;
    }
  }

  async #afterBusy(error: BusyError, seen: Instance): Promise<Step> {
    // The first refusal that names no instance can be about the instance itself, which has just become idle.
    const mayBeItself = error.instanceId === undefined && !this.#wasRefusedWithoutId;
    this.#wasRefusedWithoutId = error.instanceId === undefined;
    const broken = mayBeItself ? undefined : await awaitOthers(error, seen, this.#target);
    if (broken === undefined) return { status: `busy (${error.instanceStatus ?? seen.status})` };
    if (seen.replicas.includes(broken.id)) throw ChangeFailedError.ofReplica(this.#change.what, seen, broken);
    throw error;
  }

  #afterLostAnswer(error: unknown): Step {
    this.#lostAnswers += 1;
    if (this.#change.mustNotRepeat) {
      this.#mayTakeEffectUntil = this.#target.context.clock.now() + uncertainForMs(error);
    }
    return NO_ANSWER;
  }
}

const NO_ANSWER: Step = { status: "requested, no answer" };
