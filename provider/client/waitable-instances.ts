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

/** A status to wait for (`trove/instance/models.py`, `InstanceStatus`). */
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

/** Options of a wait. */
export interface WaitForOptions {
  /**
   * Milliseconds. 0 reads the status once; `Infinity` waits without a limit.
   *
   * @default 3600000
   */
  readonly timeout?: number | undefined;
  /** Ends the wait at once when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the present status and with each new one, `gone` included. */
  readonly onStatus?: ((status: string) => void) | undefined;
}

const DEFAULT_TIMEOUT_MS = 3_600_000;

/** Reads at least once a second, with jitter and the time of the response. */
const PACE: PaceOptions = { firstMs: 100, maxMs: 850 };

/** The instances of the project, with `waitFor`. */
export class WaitableInstances extends Instances {
  readonly #clock: Clock;
  readonly #poller: InstancePoller;

  constructor(session: Session, clock: Clock) {
    super(session);
    this.#clock = clock;
    this.#poller = new InstancePoller(this, session, clock);
  }

  /**
   * Waits until an instance has a status, and reads it every second. `ACTIVE` means that the database can be used and
   * no task is running: the operating status is HEALTHY as well. Transient failures of the network or the service do
   * not end the wait.
   *
   * @throws {WaitFailedError} the instance went to ERROR; the message has Trove's reason.
   * @throws {NotFoundError} the instance does not exist, or no longer.
   * @throws {WaitTimeoutError} the timeout has passed.
   * @throws {CancelledError} the signal was aborted.
   */
  waitFor(id: string, status: WaitStatus, options?: WaitForOptions): Promise<Instance>;
  /** Waits until an instance is gone, whatever statuses it shows before. */
  waitFor(id: string, status: "gone", options?: WaitForOptions): Promise<undefined>;
  async waitFor(
    id: string,
    status: WaitStatus | "gone",
    { timeout = DEFAULT_TIMEOUT_MS, signal, onStatus }: WaitForOptions = {},
  ): Promise<Instance | undefined> {
    if (!(timeout >= 0)) {
      throw new ArgumentError(`timeout must be 0 or more milliseconds, or Infinity for no limit, not ${timeout}.`);
    }
    const what = `instance ${id} to ${status === "gone" ? "be gone" : `become ${status}`}`;
    const found = await this.#poller.waitFor<Instance | undefined>(id, {
      what,
      observe: (read) => (status === "gone" ? unlessGone(read(), { instance: id }) : read()),
      status: (instance) => instance?.status ?? "gone",
      // SHUTDOWN does not end this wait, so it needs no confirmation.
      expectsShutdown: () => status === "gone",
      until: (instance) => hasStatus(instance, status) || (status !== "gone" && instance?.status === "ERROR"),
      deadline: deadlineIn(this.#clock, timeout),
      signal,
      onStatus,
      pace: createPace(PACE),
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
