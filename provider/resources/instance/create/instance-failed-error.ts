import { TroveError } from "../../../core/trove-error.ts";
import { troveSays } from "../../../trove/instances/fault-text.ts";
import type { Instance } from "../../../trove/types.ts";
import { MAY_HOLD_DATA } from "../../instance-actions/may-hold-data.ts";

/** The instance is in ERROR: it failed to be built, or broke down before its creation was complete. */
export class InstanceFailedError extends TroveError {
  readonly code = "TROVE_INSTANCE_FAILED";
  readonly instanceId: string;

  /** @param data whether the instance can hold data: not if it is proven that its build failed, likely if it was in service. */
  constructor(instance: Instance, data: keyof typeof NEXT) {
    super(`Instance "${instance.name}" (${instance.id}) is in ERROR. ${troveSays(instance)} ${NEXT[data]}`);
    this.instanceId = instance.id;
  }
}

const NEXT = {
  no: "It never came up and holds no data: fix the cause, and the next `pulumi up` replaces it.",
  likely: MAY_HOLD_DATA,
  unknown:
    "Whether it was ever in service is not known, so it is not replaced without consent. Have it repaired (the operator " +
    "can reset its status) and run `pulumi up` again; or lose what it holds, with allow: { replace: true }.",
} as const;
