import { unlessGone } from "../../trove/errors/is-gone.ts";
import type { GuestKind } from "../guest/shared/guest-lists.ts";
import { waitUntilDropped } from "../guest/wait-for-names.ts";
import { type ChildTarget, newerLists } from "./child-target.ts";

/**
 * Drops a database or a user, and waits until the guest agent has dropped it. One that the instance declares inline now is
 * kept: it was moved into the arguments of the instance.
 *
 * @param keys that it has, or may have: a rename may have been interrupted
 * @param drop sends the request for one key; it succeeds if the key does not exist
 */
export async function deleteChild(
  kind: GuestKind,
  keys: readonly string[],
  target: ChildTarget,
  drop: (key: string) => Promise<void>,
): Promise<void> {
  const { instanceId, context } = target;
  const dropped = keys.filter((key) => !context.contentsClaims.isInline(kind, instanceId, key));
  for (const key of keys.filter((other) => !dropped.includes(other))) {
    context.log.info(
      `${JSON.stringify(key)} is kept: instance ${instanceId} declares it inline, in its argument ${kind}.`,
    );
  }
  if (dropped.length === 0) return;
  const work = async () => {
    await target.exclusively(async () => {
      for (const key of dropped) await drop(key);
    });
    await waitUntilDropped(target, kind, dropped, newerLists(kind));
  };
  await unlessGone(work(), { instance: instanceId });
}
