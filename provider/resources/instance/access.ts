import type { Access, Instance } from "../../trove/types.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../resource.ts";
import { same } from "../same.ts";
import type { InstanceInputs } from "./inputs.ts";

/** A range that no packet comes from. */
const NOWHERE = "127.0.0.1/32";

/**
 * The access to create an instance with. An empty list of ranges means everybody there, and nobody ever after
 * (`trove/taskmanager/models.py`, `_create_secgroup` and `update_access`), so that nobody is first let in from nowhere.
 */
export function accessAtCreation(access: Access): Access {
  return access.allowedCidrs.length > 0 ? access : { ...access, allowedCidrs: [NOWHERE] };
}

/** Gives a new instance the access that could not be said at its creation. */
export async function finishAccess(instance: Instance, inputs: InstanceInputs, context: Context): Promise<void> {
  const { access } = inputs;
  if (access === undefined || access.allowedCidrs.length > 0 || same(access, instance.access)) return;
  const { id } = instance;
  await context.trove.instances.update(id, { access }, { signal: context.signal });
  await waitFor({
    what: `the access of instance ${id}`,
    observe: (signal) => context.trove.instances.get(id, { signal }),
    status: ({ operatingStatus }) => operatingStatus || "changing",
    // While the change is under way the status stays ACTIVE and only the operating status is empty.
    until: (seen) => seen.operatingStatus !== "" && same(seen.access, access),
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
  });
}
