import { TroveError } from "../core/trove-error.ts";
import { troveSays } from "../trove/instances/fault-text.ts";
import type { Instance } from "../trove/types.ts";

/** What was waited for can no longer come: the instance is in ERROR. */
export class WaitFailedError extends TroveError {
  override readonly code = "TROVE_WAIT_FAILED";
  readonly instanceId: string;
  /** Trove's reason; `undefined` where it gave none. */
  readonly fault: string | undefined;

  constructor(what: string, instance: Instance) {
    super(`Stopped waiting for ${what}: it is in ERROR. ${troveSays(instance)} Have it repaired, or delete it.`);
    this.instanceId = instance.id;
    this.fault = instance.fault?.message;
  }
}
