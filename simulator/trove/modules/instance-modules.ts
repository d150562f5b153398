import { badRequest, internalError } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { instanceWithServer } from "../instances/checks.ts";
import type { Instance } from "../instances/instance.ts";
import { isObject } from "../json.ts";
import type { Module } from "./module.ts";
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
  for (const module of modules) checkPlace(call, module, instance);
  for (const module of modules) module.applied.set(instance.id, module.md5);
  return { modules: [] };
}

/** `trove/module/models.py`, `Modules.validate` */
function checkPlace({ cloud }: Call, { name, datastore, version }: Module, { version: own }: Instance): void {
  const refused = (why: string) => badRequest(`The module is invalid: Module '${name}' cannot be applied  (${why})`);
  if (datastore !== undefined && datastore.name !== own.datastore) {
    const expected = cloud.datastores.find((one) => one.name === own.datastore)?.id;
    throw refused(`Wrong datastore '${datastore.id}' - expected '${expected}'`);
  }
  if (version !== undefined && version.id !== own.id) {
    throw refused(`Wrong datastore version '${version.id}' - expected '${own.id}'`);
  }
}

export function removeModuleOfInstance(call: Call): undefined {
  const instance = instanceWithServer(call);
  findModule(call, call.parameter("module")).applied.delete(instance.id);
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
