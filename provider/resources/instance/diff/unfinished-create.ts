import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { declaredInputs } from "../../managed-state.ts";
import { isUnreachable } from "../../unreachable.ts";
import { isFailedBuild } from "../create/failed-build.ts";
import { type InstanceState, toState } from "../state.ts";

/**
 * The state for a diff, brought up to date from the cloud where no operation saw the instance in service. Only a failure
 * that is proven now lets it be replaced without consent: it may have come into service since, and hold data.
 *
 * @throws where the cloud cannot be asked, unless in a preview.
 */
export async function inspectUnfinishedCreate(
  id: string,
  state: InstanceState,
  context: Context,
): Promise<InstanceState> {
  if (state.wasActive) return state;
  const instance = await look(id, context);
  if (instance === "unreachable") return { ...state, finding: "unreachable" };
  if (instance === undefined) return { ...state, finding: "gone" };
  const now = toState(declaredInputs(state), instance, state.cloud, state);
  if (isFailedBuild(state.failedBuild, instance)) return { ...now, finding: "failedBuild" };
  // Whatever is neither being built nor in ERROR has come up, whatever became of it then.
  return { ...now, wasActive: now.wasActive || !["BUILD", "ERROR"].includes(instance.status) };
}

async function look(id: string, context: Context): Promise<Instance | "unreachable" | undefined> {
  const { log, poller, preview, connection, signal } = context;
  if (connection.isUnreachable) return "unreachable";
  try {
    return await unlessGone(poller.get(id, signal), { instance: id });
  } catch (error) {
    if (!preview || !isUnreachable(error)) throw error;
    connection.isUnreachable = true;
    log.warn(`The state of instance ${id} could not be compared with the cloud: ${error.message}`);
    return "unreachable";
  }
}
