import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { TroveApi } from "../trove/trove-api.ts";
import type { Deadline } from "../wait/deadline.ts";
import type { InstancePoller } from "../wait/instances/instance-poller.ts";
import type { InlineContents } from "./guest/shared/contents-claims.ts";
import type { ProcessServices } from "./process-services.ts";

/** The clients, services and settings of one operation on a resource. */
export interface Context extends ProcessServices {
  readonly trove: TroveApi;
  /** Reads instances, with shared requests for all resources of the process. */
  readonly poller: InstancePoller;
  readonly clock: Clock;
  /** Aborted if the operation is cancelled. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly deadline: Deadline;
  /** Whether this is a preview, which must not change anything. */
  readonly preview: boolean;
  /** The name that auto-naming gives this resource; `undefined` if it has another name. */
  readonly defaultName: string | undefined;
  /** In a check, what the SDK knows that the instance of this resource declares inline. */
  readonly inline?: InlineContents | undefined;
  /** The ids that a create replaces: that of the old state, and its predecessors. */
  readonly predecessors: readonly string[];
}
