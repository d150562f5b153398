import { unlessGone } from "../../trove/errors/is-gone.ts";
import { NotFoundError } from "../../trove/errors/not-found-error.ts";
import type { RootUser } from "../../trove/guest/root.ts";
import { formatChildId, parseChildId } from "../children/child-id.ts";
import { ChildTarget } from "../children/child-target.ts";
import { lookInside } from "../children/read-child.ts";
import type { Context } from "../context.ts";
import { toRefusals } from "../diff/property-change.ts";
import { InterruptedError } from "../errors/interrupted-error.ts";
import { RefusedError } from "../errors/refused-error.ts";
import { callGuest } from "../guest/call-guest.ts";
import { isPostgreSql } from "../guest/rules/postgresql-rules.ts";
import { sendChange } from "../instance-actions/instance-target.ts";
import { recordInputs } from "../managed-inputs.ts";
import { declaredInputs, type ManagedState } from "../managed-state.ts";
import type { Created, Failure, Read, ReadById, ReadManaged } from "../resource.ts";
import { type RootInputs, type RootOutputs, rootArguments } from "./arguments.ts";

export interface RootState extends ManagedState, RootInputs, RootOutputs {
  readonly instance: string;
}

export function isReadById({ declared }: RootState): boolean {
  return declared.length === 0;
}

/**
 * Enables root.
 *
 * @throws {RefusedError} it is enabled already, and this process has not disabled it
 */
export async function create(inputs: RootInputs, context: Context): Promise<Created<RootState>> {
  const { instance: instanceId } = inputs;
  const id = formatChildId({ instanceId, key: "root" });
  const cloud = await context.trove.cloud({ signal: context.signal });
  const target = await ChildTarget.of(instanceId, false, context);
  const userName = nameOf(target.datastoreType);
  const state: RootState = { ...recordInputs(rootArguments, inputs), userName, cloud, pending: [] };
  return target.exclusively(async () => {
    const isEnabled = await callGuest(target, "report whether root is enabled", (options) =>
      context.trove.root.isEnabled(instanceId, options),
    );
    if (isEnabled && !context.disabledRoots.has(instanceId) && !context.settings.resumeInterrupted) {
      throw new RefusedError("Enabling root", toRefusals([alreadyEnabled(id, context)]));
    }
    const { name, password } = await savingProgress(id, state, target, () => enable(target, inputs.password));
    return { id, state: { ...state, userName: name, password } };
  });
}

function alreadyEnabled(id: string, { knownIds }: Context): Failure {
  const next = knownIds.isClaimed(id)
    ? "To replace this resource, set its option deleteBeforeReplace."
    : `Import it as ${id} (with the plugin). Before Trove 25, Trove shows root as enabled also after it was disabled: if it ` +
      "was, or if an interrupted run enabled it, set trove:resumeInterrupted to true for one `pulumi up`.";
  return { path: "instance", reason: `root is enabled on it already, so its password would change. ${next}` };
}

/** Sets another password. Completes a create that was interrupted, whose password nobody knows. */
export async function update(id: string, before: RootState, inputs: RootInputs, context: Context): Promise<RootState> {
  const kept = inputs.password ?? before.password;
  const state = { ...before, ...recordInputs(rootArguments, inputs, before), password: kept, pending: [] };
  const isSet = inputs.password === undefined || inputs.password === before.password;
  if (isSet && before.pending.length === 0) return state;
  const target = await ChildTarget.of(before.instance, true, context);
  const { name, password } = await savingProgress(id, { ...before, password: undefined }, target, () =>
    target.exclusively(() => enable(target, inputs.password)),
  );
  return { ...state, userName: name, password };
}

/** @throws {InterruptedError} an error after the request: root may be enabled, with another password */
async function savingProgress<T>(
  id: string,
  state: RootState,
  target: ChildTarget,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (target.changedPaths.size === 0) throw error;
    throw new InterruptedError(id, { ...state, pending: ["create"] }, error, [...target.changedPaths]);
  }
}

function enable(target: ChildTarget, password: string | undefined): Promise<RootUser> {
  const { context, instanceId } = target;
  return callGuest(target, "enable root", (options) =>
    sendChange(target, ["password"], () => context.trove.root.enable(instanceId, password, options)),
  );
}

export async function read(
  { id, state }: ReadManaged<RootState> | ReadById,
  context: Context,
): Promise<Read<RootInputs, RootState> | undefined> {
  const { instanceId } = parseChildId(id, "<instance id>/root");
  const { signal } = context;
  const instance = await unlessGone(context.poller.getRecent(instanceId, signal), { instance: instanceId });
  if (instance === undefined) return undefined;
  const look = async () => (await context.trove.root.isEnabled(instanceId, { signal })) || undefined;
  const found = await lookInside(instanceId, `Root of instance ${instanceId}`, look, context);
  if (found === "gone" && !state?.pending.includes("create")) return undefined;
  if (state !== undefined && !isReadById(state)) return { state, inputs: declaredInputs(state) as RootInputs };
  const cloud = await context.trove.cloud({ signal });
  const inputs = { instance: instanceId };
  const userName = nameOf(instance.datastore.type);
  return { state: { ...inputs, userName, cloud, declared: [], pending: [], imported: true }, inputs };
}

/** Disables root. Root that was never enabled, or whose instance is gone, needs nothing. */
export async function disable(_id: string, { instance: instanceId }: RootState, context: Context): Promise<void> {
  const target = new ChildTarget({ instanceId }, context);
  await target.exclusively(async () => {
    if ((await unlessGone(context.poller.get(instanceId, context.signal), { instance: instanceId })) === undefined)
      return;
    await unlessGone(
      callGuest(target, "disable root", (options) => ignoringDisabled(context.trove.root.disable(instanceId, options))),
      { instance: instanceId },
    );
  });
  context.disabledRoots.add(instanceId);
}

async function ignoringDisabled(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isDisabled =
      error instanceof NotFoundError && /^Root user has never been enabled/.test(error.serverMessage ?? "");
    if (!isDisabled) throw error;
  }
}

function nameOf(datastoreType: string | undefined): string {
  return isPostgreSql(datastoreType) ? "postgres" : "root";
}
