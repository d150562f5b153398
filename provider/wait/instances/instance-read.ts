import type { Instance } from "../../trove/types.ts";
import type { ListRequirements } from "./list-trust.ts";
import { PendingRead } from "./pending-read.ts";

/** Which instance is asked for, and what answers. */
export interface ReadRequest {
  readonly id: string;
  /** Whether a list of the last 10 s suffices, if it has the addresses. */
  readonly isRead: boolean;
  readonly expectsShutdown: () => boolean;
}

/** A request for an instance that has no answer yet. */
export class InstanceRead extends PendingRead<Instance> {
  readonly id: string;
  /** Whether a list of the last 10 s would have done: it is not kept waiting for the next round. */
  readonly isRead: boolean;
  readonly requirements: ListRequirements;

  constructor(request: ReadRequest, ...rest: ConstructorParameters<typeof PendingRead<Instance>>) {
    super(...rest);
    this.id = request.id;
    this.isRead = request.isRead;
    this.requirements = { addresses: request.isRead, expectsShutdown: request.expectsShutdown };
  }
}
