import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { TroveApi } from "../trove/trove-api.ts";
import type { Deadline } from "../wait/deadline.ts";
import type { InstancePoller } from "../wait/instances/instance-poller.ts";
import type { ProcessServices } from "./process-services.ts";

/** What an operation on a resource works with. */
export interface Context extends ProcessServices {
  readonly trove: TroveApi;
  /** Reads instances for all resources of the process together. */
  readonly poller: InstancePoller;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly deadline: Deadline;
  readonly preview: boolean;
  /** The name that auto-naming gives this resource; `undefined` for a resource that has another name. */
  readonly defaultName: string | undefined;
  /** The ids that a create replaces: that of the old state, and those that it replaced itself. */
  readonly predecessors: readonly string[];
}
