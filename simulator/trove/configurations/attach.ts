import type { ServerSettings } from "../../guest/database-server.ts";
import { ApiFault, badRequest } from "../api-fault.ts";
import type { Call } from "../call.ts";
import type { Cloud } from "../cloud.ts";
import { checkIdleForConfiguration, checkServer } from "../instances/checks.ts";
import type { Instance } from "../instances/instance.ts";
import type { ConfigurationGroup } from "./configuration-group.ts";
import { templateDefaults } from "./template-defaults.ts";

/**
 * Refuses if a group is attached already, even the same one (`trove/instance/models.py`, `attach_configuration`).
 *
 * @param check whether the instance must be idle.
 */
export function attachConfiguration(call: Call, instance: Instance, id: string, check = true): void {
  if (instance.configurationId !== undefined) {
    throw badRequest(
      `Instance ${instance.id} already has a Configuration Group attached: ${instance.configurationId}.`,
    );
  }
  if (check) checkIdleForConfiguration(instance);
  const group = visibleGroup(call, id);
  if (!group) throw new ApiFault(404, `Configuration group id: ${id} could not be found.`);
  if (group.version !== instance.version) {
    throw badRequest(
      `Datastore Version on Configuration ${group.version.id} does not match the Datastore Version on the instance ` +
        `${instance.version.id}.`,
    );
  }
  apply(instance, group);
}

/** A value without a default in the template requires a restart (`detach_configuration`). */
export function detachConfiguration(call: Call, instance: Instance, check = true): void {
  const group = attachedGroup(call, instance);
  if (!group) return;
  if (check) checkIdleForConfiguration(instance);
  instance.configurationId = undefined;
  instance.setTask("RESTART_REQUIRED");
  const defaults = templateDefaults(instance, call.cloud.behavior.release);
  const hasDefaults = Object.keys(group.values).every((key) => Object.hasOwn(defaults, key));
  if (!group.needsRestart() && hasDefaults) instance.setTask("NONE");
  configure(instance, {});
}

/**
 * The group of an instance; `undefined` if it has none. Throws 404 if the caller cannot see the group: an administrator
 * can attach a group of another project, and then every detailed view of the instance fails
 * (`trove/instance/models.py`, `configuration`).
 */
export function attachedGroup(call: Call, { configurationId: id }: Instance): ConfigurationGroup | undefined {
  if (id === undefined) return undefined;
  const group = visibleGroup(call, id);
  if (!group) throw new ApiFault(404, `Configuration group with ID ${id} could not be found.`);
  return group;
}

function visibleGroup({ cloud, project, isAdmin }: Call, id: string): ConfigurationGroup | undefined {
  const group = cloud.peekConfiguration(id);
  return group && !group.deleted && (isAdmin || group.projectId === project) ? group : undefined;
}

/** Applies a changed group to all its instances, even busy ones (`_refresh_on_all_instances`). */
export function refreshInstances(cloud: Cloud, group: ConfigurationGroup): void {
  for (const instance of cloud.instancesWith(group.id)) {
    checkServer(instance);
    apply(instance, group);
  }
}

/** Attaches the group first; whether a restart is required is decided afterwards (`update_configuration`). */
function apply(instance: Instance, group: ConfigurationGroup): void {
  instance.configurationId = group.id;
  instance.setTask("RESTART_REQUIRED");
  if (!group.needsRestart()) instance.setTask("NONE");
  configure(instance, group.settings);
}

/** The guest agent writes the option file and applies what needs no restart. */
function configure({ calls, databaseServer }: Instance, settings: ServerSettings): void {
  void calls.run(() => databaseServer.configure(settings));
}
