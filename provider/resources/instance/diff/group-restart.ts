import { isIdle } from "../../../trove/instance-status.ts";
import type { Instance } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { consentTo } from "../../diff/consent.ts";
import type { PropertyChange } from "../../resource.ts";
import type { InstanceInputs } from "../arguments.ts";
import { stuckSwap, waitsForRestart } from "./arguments/configuration.ts";

/**
 * The restart that Trove requires before the instance can have the declared configuration group, where the program does
 * not consent to it; `undefined` if none is required, or the program consents or may consent.
 */
export async function unconsentedRestart(
  seen: Instance,
  { configuration: wanted, allow }: InstanceInputs,
  context: Context,
): Promise<PropertyChange | undefined> {
  if (consentTo("restart", allow) !== false) return undefined;
  const { configurationId: attached } = seen;
  const isSwap = attached !== undefined && wanted !== undefined;
  const waits = seen.status === "RESTART_REQUIRED" && isIdle(seen);
  if (!waits && !(isSwap && (await detachNeedsRestart(seen, attached, context)))) return undefined;
  return isSwap ? stuckSwap : waitsForRestart;
}

/**
 * Detaching asks for a restart when a value of the group needs one to change, or has no default in the datastore's
 * template (`trove/instance/models.py`, `detach_configuration`).
 */
async function detachNeedsRestart(seen: Instance, attached: string, { trove, signal }: Context): Promise<boolean> {
  const { type, version } = seen.datastore;
  const group = await trove.configurations.get(attached, { signal });
  const parameters = await trove.datastores.parameters(type, version, { signal });
  const defaults = await trove.instances.configurationDefaults(seen.id, { signal });
  const needing = new Set(parameters.filter(({ restartRequired }) => restartRequired).map(({ name }) => name));
  return Object.keys(group.values).some((name) => needing.has(name) || !Object.hasOwn(defaults, name));
}
