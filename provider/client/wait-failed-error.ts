import { TroveError } from "../core/trove-error.ts";
import { troveSays } from "../trove/instances/fault-text.ts";
import type { Instance } from "../trove/types.ts";

/** A wait ended because the instance went to ERROR. */
export class WaitFailedError extends TroveError {
  override readonly code = "TROVE_WAIT_FAILED";
  readonly instanceId: string;
  /** Trove's reason; `undefined` if Trove gave none. */
  readonly fault: string | undefined;

  constructor(what: string, instance: Instance) {
    super(`Stopped waiting for ${what}: it is in ERROR. ${troveSays(instance)} Have it repaired, or delete it.`);
    this.instanceId = instance.id;
    this.fault = instance.fault?.message;
  }
}
