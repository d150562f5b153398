import type { Context } from "../context.ts";
import { callGuest, type GuestTarget } from "../guest/call-guest.ts";
import type { GuestKind, GuestList, Listed } from "../guest/shared/guest-lists.ts";
import type { InstanceTarget } from "../instance-actions/instance-target.ts";
import { QueueDeadline } from "../instance-actions/queue-deadline.ts";
import { readInstance } from "../instance-actions/read-instance.ts";
import { childPath } from "./rules.ts";

/** What the operation of a resource inside an instance knows of the instance. */
export interface ChildInstance {
  readonly instanceId: string;
  readonly datastoreType?: string;
  /**
   * Whether an interrupted operation is resumed: what it requested last may still take effect.
   *
   * @default false
   */
  readonly isResuming?: boolean;
}

/** The instance of a database or a user that is a resource of its own. */
export class ChildTarget implements GuestTarget {
  readonly instanceId: string;
  readonly datastoreType: string | undefined;
  readonly isResuming: boolean;
  readonly context: Context;
  /** The paths of the arguments that requests have changed, or may have changed. */
  readonly changedPaths = new Set<string>();
  readonly #deadline: QueueDeadline;

  /** @throws {NotFoundError} the instance does not exist */
  static async of(instanceId: string, isResuming: boolean, context: Context): Promise<ChildTarget> {
    const { datastore } = await readInstance({ instanceId, context });
    return new ChildTarget({ instanceId, datastoreType: datastore.type, isResuming }, context);
  }

  constructor({ instanceId, datastoreType, isResuming = false }: ChildInstance, context: Context) {
    this.instanceId = instanceId;
    this.datastoreType = datastoreType;
    this.isResuming = isResuming;
    this.#deadline = new QueueDeadline(context.deadline, context.clock, context.locks);
    this.context = { ...context, deadline: this.#deadline };
  }

  pathOf(path: readonly string[]): string {
    return childPath(path);
  }

  onRequest(paths: readonly string[]): void {
    for (const path of paths) this.changedPaths.add(path);
  }

  /** Sends requests while no other operation changes the instance. The time in the queue does not count. */
  exclusively<T>(task: () => Promise<T>): Promise<T> {
    return this.#deadline.runExclusive(this.instanceId, task);
  }

  /** A recent list that may lack what this process has changed since. */
  async recentlyListed<Kind extends GuestKind>(kind: Kind): Promise<Listed[Kind]> {
    const { context, instanceId } = this;
    return (await listInside(this, kind, () => context.guestLists.recentBeforeChanges(kind, instanceId, context)))
      .listed;
  }

  /** A list that begins now. */
  async freshlyListed<Kind extends GuestKind>(kind: Kind): Promise<Listed[Kind]> {
    const { context, instanceId } = this;
    return (await listInside(this, kind, () => context.guestLists.fresh(kind, instanceId, context))).listed;
  }
}

/**
 * For a wait: each call returns a list that is newer than that of the call before. The first one began after the last change
 * of the instance. All waits of a process share these lists.
 */
export function newerLists<Kind extends GuestKind>(kind: Kind): (target: InstanceTarget) => Promise<Listed[Kind]> {
  let seen: number | undefined;
  return async (target) => {
    const { context, instanceId } = target;
    const { guestLists } = context;
    const list = await listInside(target, kind, () =>
      seen === undefined
        ? guestLists.recent(kind, instanceId, context)
        : guestLists.list(kind, instanceId, { after: seen }, context),
    );
    seen = list.sequence;
    return list.listed;
  };
}

/** Waits for the guest agent while it is busy. */
function listInside<Kind extends GuestKind>(
  target: InstanceTarget,
  kind: Kind,
  list: () => Promise<GuestList<Kind>>,
): Promise<GuestList<Kind>> {
  return callGuest(target, `list its ${kind}`, list);
}
