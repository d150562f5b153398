import { isIdle } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import { listConfigurationParameters } from "../../catalog/configuration-parameters.ts";
import type { Context } from "../../context.ts";
import { consentTo } from "../../diff/consent.ts";
import type { PropertyChange } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { stuckSwap, waitsForRestart } from "./arguments/configuration.ts";

/**
 * The restart that Trove requires before it attaches the declared configuration group, if the program does not consent to
 * it; `undefined` if Trove requires none, or the program consents or may consent.
 */
export async function unconsentedRestart(
  instance: Instance,
  { configuration: declared, allow }: InstanceInputs,
  context: Context,
): Promise<PropertyChange | undefined> {
  if (consentTo("restart", allow) !== false) return undefined;
  const { configurationId: attached } = instance;
  const isSwap = attached !== undefined && declared !== undefined;
  const isWaiting = instance.status === "RESTART_REQUIRED" && isIdle(instance);
  if (!isWaiting && !(isSwap && (await detachNeedsRestart(instance, attached, context)))) return undefined;
  return isSwap ? stuckSwap : waitsForRestart;
}

/**
 * Detaching requires a restart if a parameter of the group can only change with one, or has no default in the datastore's
 * template (`trove/instance/models.py`, `detach_configuration`).
 */
async function detachNeedsRestart(instance: Instance, attached: string, context: Context): Promise<boolean> {
  const { trove, signal } = context;
  const { type, version } = instance.datastore;
  const group = await trove.configurations.get(attached, { signal });
  const parameters = await listConfigurationParameters(type, version, context);
  const defaults = await trove.instances.configurationDefaults(instance.id, { signal });
  const needRestart = new Set(parameters.filter(({ restartRequired }) => restartRequired).map(({ name }) => name));
  return Object.keys(group.values).some((name) => needRestart.has(name) || !Object.hasOwn(defaults, name));
}
