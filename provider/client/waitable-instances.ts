import type { Clock } from "../core/clock.ts";
import { ArgumentError } from "../core/errors/argument-error.ts";
import type { Session } from "../openstack/session.ts";
import { unlessGone } from "../trove/errors/is-gone.ts";
import { isHealthy } from "../trove/instance-status.ts";
import { Instances } from "../trove/instances/instances.ts";
import type { Instance } from "../trove/types.ts";
import { awaitFault } from "../wait/await-fault.ts";
import { deadlineIn } from "../wait/deadline.ts";
import { InstancePoller } from "../wait/instances/instance-poller.ts";
import { createPace, type PaceOptions } from "../wait/pace.ts";
import { WaitFailedError } from "./wait-failed-error.ts";

/** A status to wait for: `trove/instance/models.py`, `InstanceStatus`. */
export type WaitStatus =
  | "ACTIVE"
  | "BACKUP"
  | "BUILD"
  | "DETACH"
  | "EJECT"
  | "ERROR"
  | "PROMOTE"
  | "REBOOT"
  | "RESIZE"
  | "RESTART_REQUIRED"
  | "SHUTDOWN"
  | "UPGRADE";

/** How to wait. */
export interface WaitForOptions {
  /**
   * Milliseconds; 0 looks once, and `Infinity` waits without a limit.
   *
   * @default 3600000
   */
  readonly timeout?: number | undefined;
  /** Ends the wait at once. */
  readonly signal?: AbortSignal | undefined;
  /** Told each status as it comes, once, the present one first; `gone` is one. */
  readonly onStatus?: ((status: string) => void) | undefined;
}

const defaultTimeoutMs = 3_600_000;

/** A look at least every second, with its jitter and the way of its answer. */
const pace: PaceOptions = { firstMs: 100, maxMs: 850 };

/** The instances of the project, which can be waited for. */
export class WaitableInstances extends Instances {
  readonly #clock: Clock;
  readonly #poller: InstancePoller;

  constructor(session: Session, clock: Clock) {
    super(session);
    this.#clock = clock;
    this.#poller = new InstancePoller(this, session, clock);
  }

  /**
   * Waits until an instance has a status, looking every second. `ACTIVE` means that it can be used and nothing is under
   * way: its operating status is HEALTHY, too. Failures that pass, of the network or of the service, are waited out.
   *
   * @throws {WaitFailedError} it went to ERROR, with Trove's reason.
   * @throws {NotFoundError} there is none, or no longer.
   * @throws {WaitTimeoutError} the time is over.
   * @throws {CancelledError} the signal was aborted.
   */
  waitFor(id: string, status: WaitStatus, options?: WaitForOptions): Promise<Instance>;
  /** Waits until an instance is gone, whatever it goes through on its way. */
  waitFor(id: string, status: "gone", options?: WaitForOptions): Promise<undefined>;
  async waitFor(
    id: string,
    status: WaitStatus | "gone",
    { timeout = defaultTimeoutMs, signal, onStatus }: WaitForOptions = {},
  ): Promise<Instance | undefined> {
    if (!(timeout >= 0)) {
      throw new ArgumentError(`timeout must be 0 or more milliseconds, or Infinity for no limit, not ${timeout}.`);
    }
    const what = `instance ${id} to ${status === "gone" ? "be gone" : `become ${status}`}`;
    const found = await this.#poller.waitFor<Instance | undefined>(id, {
      what,
      observe: (look) => (status === "gone" ? unlessGone(look(), { instance: id }) : look()),
      status: (instance) => instance?.status ?? "gone",
      // Nothing is concluded from it.
      expectsShutdown: () => status === "gone",
      until: (instance) => hasStatus(instance, status) || (status !== "gone" && instance?.status === "ERROR"),
      deadline: deadlineIn(this.#clock, timeout),
      signal,
      onStatus,
      pace: createPace(pace),
    });
    if (found === undefined || hasStatus(found, status)) return found;
    const failed = await awaitFault(found, () => this.get(id, { signal }), this.#clock, signal);
    throw new WaitFailedError(what, failed);
  }
}

function hasStatus(instance: Instance | undefined, status: WaitStatus | "gone"): boolean {
  if (instance === undefined) return status === "gone";
  return status === "ACTIVE" ? isHealthy(instance) : instance.status === status;
}
