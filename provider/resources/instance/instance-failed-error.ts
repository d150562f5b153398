import { TroveError } from "../../http/trove-error.ts";
import { troveSays } from "../../trove/fault-text.ts";
import type { Instance } from "../../trove/types.ts";
import { MAY_HOLD_DATA } from "./may-hold-data.ts";

/** The instance is in ERROR: it failed to be built, or broke down before its creation was complete. */
export class InstanceFailedError extends TroveError {
  readonly code = "TROVE_INSTANCE_FAILED";
  readonly instanceId: string;

  /** @param built whether the instance was ever in service, and so may hold data. */
  constructor(instance: Instance, built: boolean) {
    super(
      `Instance "${instance.name}" (${instance.id}) is in ERROR. ${troveSays(instance)} ` +
        (built ? MAY_HOLD_DATA : NEVER_BUILT),
    );
    this.instanceId = instance.id;
  }
}

const NEVER_BUILT = "It never came up and holds no data: mend the cause, and the next `pulumi up` replaces it.";
