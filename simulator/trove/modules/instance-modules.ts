import { badRequest, internalError } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { instanceWithServer } from "../instances/checks.ts";
import { isObject } from "../json.ts";
import { findModule } from "./modules.ts";

/** The guest agents of the simulator report no modules, not even those that were applied. */
export function listModulesOfInstance(call: Call): unknown {
  instanceWithServer(call);
  return { modules: [] };
}

/** Ignores unknown ids (`trove/instance/service.py`, `module_apply`). */
export function applyModules(call: Call): unknown {
  const instance = instanceWithServer(call);
  const asked = idsOf(call.body);
  const modules = call.cloud.modules(call.project).filter(({ id }) => asked.includes(id));
  for (const { name, datastore } of modules) {
    if (datastore === undefined || datastore.name === instance.version.datastore) continue;
    const own = call.cloud.datastores.find((one) => one.name === instance.version.datastore)?.id;
    const why = `(Wrong datastore '${datastore.id}' - expected '${own}')`;
    throw badRequest(`The module is invalid: Module '${name}' cannot be applied  ${why}`);
  }
  for (const module of modules) module.instances.add(instance.id);
  return { modules: [] };
}

export function removeModuleOfInstance(call: Call): undefined {
  const instance = instanceWithServer(call);
  findModule(call, call.parameter("module")).instances.delete(instance.id);
}

/** No schema checks the body. */
function idsOf(body: unknown): unknown[] {
  const modules = isObject(body) ? (body.modules ?? []) : undefined;
  if (isObject(modules) && Object.keys(modules).length === 0) return [];
  if (!Array.isArray(modules)) throw internalError();
  return modules.map((module) => {
    if (!isObject(module) || module.id === undefined) throw internalError();
    return module.id;
  });
}
