import { badRequest } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { checkDatastoreKeys, chooseVersion } from "../datastores.ts";
import { pageBody, pageById } from "../paging.ts";
import { checkStorable } from "../storable.ts";
import { refreshInstances } from "./attach.ts";
import { ConfigurationGroup } from "./configuration-group.ts";
import { type Values, validateValues } from "./validate-values.ts";
import { groupView, summaryView } from "./view.ts";

interface Body {
  readonly name: string;
  readonly description?: string;
  readonly datastore?: { readonly type?: string; readonly version?: string };
  readonly values: Values;
}

export function listConfigurations(call: Call): unknown {
  const { items, next } = pageById(call.cloud.configurations(call.isAdmin ? undefined : call.project), call);
  return pageBody(call, "configurations", items.map(summaryView), next);
}

export function showConfiguration(call: Call): unknown {
  return groupView(call, groupOf(call));
}

export function createConfiguration(call: Call): unknown {
  const { name, description, datastore = {}, values } = bodyOf<Body>(call);
  checkDatastoreKeys(datastore);
  const version = chooseVersion(call.cloud, datastore);
  validateValues(values, version, call.cloud.behavior);
  checkStorable(name, description);
  const now = () => call.cloud.now();
  const group = new ConfigurationGroup({ projectId: call.project, name, description, version, now });
  call.cloud.addConfiguration(group);
  group.merge(values);
  return groupView(call, group, values);
}

/**
 * `PUT`: replaces all values; without values, removes them (`trove/configuration/service.py`, `update`). The values are
 * gone even if the name cannot be stored.
 */
export function replaceConfiguration(call: Call): undefined {
  const group = groupOf(call);
  const { name, description, values = {} } = bodyOf<Partial<Body>>(call);
  validateValues(values, group.version, call.cloud.behavior);
  group.clear();
  checkStorable(name, description);
  group.name = name ?? group.name;
  group.description = description ?? group.description;
  group.merge(values);
  refreshInstances(call.cloud, group);
}

/** `PATCH`: merges values; name and description are ignored (`edit`). */
export function editConfiguration(call: Call): undefined {
  const group = groupOf(call);
  const { values = {} } = bodyOf<Partial<Body>>(call);
  validateValues(values, group.version, call.cloud.behavior);
  group.merge(values);
  refreshInstances(call.cloud, group);
}

export function deleteConfiguration(call: Call): undefined {
  const group = groupOf(call);
  if (call.cloud.instancesWith(group.id).length > 0) {
    throw badRequest(
      "A configuration group cannot be deleted if it is associated with one or more non-terminated instances. Detach " +
        "the configuration group from all non-terminated instances and please try again.",
    );
  }
  group.deleted = true;
}

export function listInstancesOfConfiguration(call: Call): unknown {
  const { items, next } = pageById(call.cloud.instancesWith(groupOf(call).id), call);
  return pageBody(
    call,
    "instances",
    items.map(({ id, name }) => ({ id, name })),
    next,
  );
}

function groupOf(call: Call): ConfigurationGroup {
  return call.cloud.configuration(call.isAdmin ? undefined : call.project, call.parameter("id"));
}

function bodyOf<T>(call: Call): T {
  return (call.body as { configuration: T }).configuration;
}
