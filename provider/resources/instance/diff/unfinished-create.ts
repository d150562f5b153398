import { unlessGone } from "../../../trove/errors/is-gone.ts";
import { askIfReachable } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { declaredInputs } from "../../managed-state.ts";

import { isFailedBuild } from "../create/failed-build.ts";
import { type InstanceState, toState } from "../state.ts";

/**
 * The state with what the cloud says now of an instance that no operation has seen ACTIVE. The instance may have become
 * ACTIVE since and hold data: only a build that is proven to have failed lets it be replaced without consent.
 *
 * @throws if the cloud is unreachable, except in a preview
 */
export async function inspectUnfinishedCreate(
  id: string,
  state: InstanceState,
  context: Context,
): Promise<InstanceState> {
  if (state.wasActive) return state;
  const failed = `The state of instance ${id} could not be compared with the cloud`;
  const answer = await askIfReachable(context, failed, async () => ({
    instance: await unlessGone(context.poller.get(id, context.signal), { instance: id }),
  }));
  if (answer === undefined) return { ...state, finding: "unreachable" };
  const { instance } = answer;
  if (instance === undefined) return { ...state, finding: "gone" };
  const now = toState(declaredInputs(state), instance, state.cloud, state);
  if (isFailedBuild(state.failedBuild, instance)) return { ...now, finding: "failedBuild" };
  // Any status other than BUILD and ERROR follows ACTIVE.
  return { ...now, wasActive: now.wasActive || !["BUILD", "ERROR"].includes(instance.status) };
}
