import type { BusyError } from "../../../trove/errors/busy-error.ts";
import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import { isSettled } from "../settled.ts";
import { waitUntilSettled } from "../wait-until-settled.ts";
import type { Work } from "./work.ts";

/**
 * Waits until the other instances that may have made Trove refuse a change are idle. Each refusal becomes the fault of the
 * instance that is asked, so it is not asked meanwhile.
 *
 * From 26 on Trove also refuses to change the group of a source while a replica is busy, and does not say which one
 * (`trove/instance/service.py`, `_modify_instance`).
 *
 * @returns one that is in ERROR, and does not become idle by itself.
 */
export async function awaitOthers({ instanceId }: BusyError, seen: Instance, work: Work): Promise<string | undefined> {
  // A refusal that names none is the instance's own as long as it is not idle.
  if (instanceId === undefined && !isSettled(await work.look())) return undefined;
  const others = instanceId === undefined ? seen.replicas : [instanceId].filter((id) => id !== work.id);
  let broken: string | undefined;
  for (const id of others) {
    const other = await unlessGone(waitUntilSettled(id, work.context), { instance: id });
    if (other?.status === "ERROR") broken = id;
  }
  return broken;
}
