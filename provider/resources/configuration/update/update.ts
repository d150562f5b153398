import { isGone } from "../../../trove/errors/is-gone.ts";
import { BadRequestError, BusyError, GuestUnreachableError } from "../../../trove/errors/status-errors.ts";
import type { ConfigurationGroup, Instance } from "../../../trove/types.ts";
import { createPace } from "../../../wait/pace.ts";
import { knownParameters } from "../../catalog/configuration-parameters.ts";
import { encodeValues } from "../../configuration-groups/encode-values.ts";
import { areReportedAs } from "../../configuration-groups/values.ts";
import type { Context } from "../../context.ts";
import { toRefusals } from "../../diff/property-change.ts";
import { InterruptedError } from "../../errors/interrupted-error.ts";
import { RefusedError } from "../../errors/refused-error.ts";
import { findInstance } from "../../instance-actions/find-instance.ts";
import { readInstance } from "../../instance-actions/read-instance.ts";
import { waitUntilIdle } from "../../instance-actions/wait-until-idle.ts";
import { argumentOf } from "../../property-path.ts";
import { same } from "../../values/same.ts";
import type { ConfigurationInputs } from "../arguments.ts";
import { compare, refusedValues } from "../diff.ts";
import { ConfigurationChangeError, GroupGoneError, namingArgument } from "../errors.ts";
import { currentInputs } from "../read.ts";
import { type ConfigurationState, toState } from "../state.ts";
import { withAttachedInstances } from "./attached-instances.ts";
import { restartWaiting, warnOfOlderRestarts } from "./restart-waiting.ts";

/** One update of a group: what its steps share. */
interface GroupUpdate {
  readonly id: string;
  readonly before: ConfigurationState;
  readonly inputs: ConfigurationInputs;
  /** The group as Trove reports it before the update. */
  readonly group: ConfigurationGroup;
  /** Whether all values are sent: if some differ, and if an earlier update may not have reached every instance. */
  readonly replacesValues: boolean;
  /** Whether the values may be in the cloud already, so that they can have made an instance require a restart. */
  readonly isResuming: boolean;
}

/** Changes a configuration group to what the program declares, and restarts attached instances if it allows that. */
export function update(
  id: string,
  state: ConfigurationState,
  inputs: ConfigurationInputs,
  context: Context,
): Promise<ConfigurationState> {
  const onWait = () => context.log.status("queued: another operation on the configuration group is in progress");
  return context.locks.runExclusive(id, () => updateGroup(id, state, inputs, context), onWait);
}

/** Does the same for a group that no other operation can change. */
export async function updateGroup(
  id: string,
  before: ConfigurationState,
  inputs: ConfigurationInputs,
  context: Context,
): Promise<ConfigurationState> {
  const { changes } = compare(before, inputs);
  const group = await readGroup(id, before, context);
  const refused = await refusedValues(before, inputs, context);
  if (refused.length > 0) throw new RefusedError(`Changing configuration group ${id}`, toRefusals(refused));
  const isPending = before.pending.includes("update");
  const isDone = areReportedAs(inputs.values, group.values) && !areReportedAs(before.values, group.values);
  const isSent = changes.some(({ kind, path }) => kind === "update" && argumentOf(path) !== "allow");
  const shared = { id, before, inputs, group, replacesValues: isPending || isSent, isResuming: isPending || isDone };
  const restarts = inputs.allow?.restart === true && before.waitingForRestart !== undefined;
  if (!shared.replacesValues && !restarts) return stateOf(shared, group, before.waitingForRestart);
  return withAttachedInstances(id, context, (attached, own) => changeAttached(shared, attached, own));
}

/** @throws {InterruptedError} whatever fails after the group has changed, or may have */
async function changeAttached(
  update: GroupUpdate,
  attached: readonly Instance[],
  context: Context,
): Promise<ConfigurationState> {
  const { id, before, inputs, replacesValues, isResuming } = update;
  const broken = attached.filter(({ status }) => status === "ERROR");
  if (replacesValues && broken.length > 0) throw ConfigurationChangeError.unchanged(update.group, broken);
  if (replacesValues) await replaceValues(update, context);
  const isOurs = (seen: Instance) =>
    isResuming || before.waitingForRestart?.includes(seen.id) === true || (replacesValues && !requiresRestart(seen));
  let waitingForRestart: string[] = [];
  let group = update.group;
  try {
    const due = (await readAll(attached.filter(isOurs), context)).filter(requiresRestart);
    waitingForRestart = due.map((instance) => instance.id);
    group = await readGroup(id, before, context);
    if (replacesValues)
      warnOfOlderRestarts(
        attached.filter((seen) => requiresRestart(seen) && !isOurs(seen)),
        context,
      );
    await restartWaiting(due, inputs.allow?.restart === true, context, (restarted) => {
      waitingForRestart = waitingForRestart.filter((one) => one !== restarted);
    });
    return stateOf(update, group, waitingForRestart);
  } catch (error) {
    const isRead = group !== update.group || !replacesValues;
    const state = isRead ? stateOf(update, group, waitingForRestart) : unfinished(before);
    throw new InterruptedError(id, state, error);
  }
}

/**
 * Sends all values. Trove records them first, then applies them to one attached instance after another, within the request
 * (`trove/configuration/service.py`, `update`).
 */
async function replaceValues(update: GroupUpdate, context: Context): Promise<void> {
  const { id, before, inputs, group } = update;
  const possible = [{ type: group.datastoreType, version: group.datastoreVersion }];
  const { values, floats } = encodeValues(inputs.values, (await knownParameters(possible, context)).byName);
  const { name, description } = inputs;
  const { signal } = context;
  const send = () => context.trove.configurations.replace(id, { name, description, values }, { floats, signal });
  try {
    await sendWhileBusy(send, context);
  } catch (error) {
    if (isGone(error, { configuration: id })) throw new GroupGoneError({ id, name: before.name ?? id }, error);
    // Trove checks all values before it changes anything.
    if (error instanceof BadRequestError && error.status === 422) throw namingArgument(error);
    throw await explainFailure(update, error, context);
  }
}

/** Sends the request again after the instance that Trove names as not ready is idle. The group has changed already then. */
async function sendWhileBusy(send: () => Promise<void>, context: Context): Promise<void> {
  const pace = createPace({ firstMs: 1000, maxMs: 4000 });
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof BusyError) || context.clock.now() >= context.deadline.at) throw error;
      await context.clock.sleep(pace.next(), context.signal);
      const { instanceId } = error;
      if (instanceId === undefined) continue;
      const seen = await findInstance(instanceId, context, waitUntilIdle(instanceId, context));
      if (seen?.status === "ERROR") throw error;
    }
  }
}

/**
 * Reads how far Trove has come. The next update sends all values again, which does no harm.
 *
 * @returns the error itself if Trove has refused the request before it changed anything
 */
async function explainFailure(update: GroupUpdate, error: unknown, context: Context): Promise<unknown> {
  const { id, before, group } = update;
  try {
    const now = await readGroup(id, before, context);
    if (!isAppliedInPart(error) && same({ ...now, updated: group.updated }, group)) return error;
    const attached = await readAttached(id, context);
    const cause = ConfigurationChangeError.incomplete(group, attached, error);
    const state = { ...stateOf(update, now, before.waitingForRestart), pending: ["update" as const] };
    return new InterruptedError(id, state, cause);
  } catch {
    return new InterruptedError(id, unfinished(before), ConfigurationChangeError.incomplete(group, undefined, error));
  }
}

/** Trove reaches the instances after it has changed the group. */
function isAppliedInPart(error: unknown): boolean {
  return error instanceof GuestUnreachableError || error instanceof BusyError;
}

async function readAttached(id: string, context: Context): Promise<Instance[]> {
  const { trove, signal } = context;
  const attached = await Array.fromAsync(trove.configurations.instances(id, { signal }));
  return readAll(attached, context);
}

async function readAll(instances: readonly { readonly id: string }[], context: Context): Promise<Instance[]> {
  const read = ({ id }: { readonly id: string }) =>
    findInstance(id, context, readInstance({ instanceId: id, context }));
  return (await Promise.all(instances.map(read))).filter((instance) => instance !== undefined);
}

/** @throws {GroupGoneError} */
async function readGroup(
  id: string,
  { name = id }: Pick<ConfigurationState, "name">,
  { trove, signal }: Context,
): Promise<ConfigurationGroup> {
  try {
    return await trove.configurations.get(id, { signal });
  } catch (error) {
    throw isGone(error, { configuration: id }) ? new GroupGoneError({ id, name }, error) : error;
  }
}

function stateOf(
  { before, inputs }: GroupUpdate,
  group: ConfigurationGroup,
  waitingForRestart: string[] | undefined,
): ConfigurationState {
  // A masked value is the one that this update sends or that was set last.
  const current = currentInputs(inputs, group);
  return toState(current, group, before.cloud, { ...before, pending: [], imported: undefined, waitingForRestart });
}

function unfinished(before: ConfigurationState): ConfigurationState {
  return { ...before, pending: ["update"] };
}

function requiresRestart({ status }: Instance): boolean {
  return status === "RESTART_REQUIRED";
}
