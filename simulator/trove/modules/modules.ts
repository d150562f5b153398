import { ApiFault, badRequest, internalError } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { findDatastore, findVersion } from "../datastores.ts";
import { instanceView } from "../instances/view.ts";
import { isObject } from "../json.ts";
import { naiveTime } from "../naive-time.ts";
import { checkStorable } from "../storable.ts";
import { cutFormat } from "../user-path.ts";
import { Module, md5Of, typeOf } from "./module.ts";

interface Body {
  readonly name?: string;
  readonly module_type?: string;
  readonly contents?: string;
  readonly description?: string;
  readonly live_update?: number;
  readonly apply_order?: number;
  readonly all_tenants?: number;
  readonly auto_apply?: number;
  readonly visible?: number;
  readonly priority_apply?: number;
  readonly full_access?: number;
}

interface NewBody extends Body {
  readonly name: string;
  readonly module_type: string;
  readonly contents: string;
  readonly datastore?: { readonly type?: string; readonly version?: string };
}

export function listModules(call: Call): unknown {
  const asked = call.query.get("datastore") ?? "";
  const id = asked === "" || asked === "all" ? undefined : findDatastore(call.cloud.datastores, asked).id;
  const found = call.cloud.modules(call.project).filter(({ datastore }) => id === undefined || datastore?.id === id);
  return { modules: found.map(view) };
}

export function showModule(call: Call): unknown {
  // Trove counts the two members of a tuple, not the instances.
  return { module: { ...detailView(moduleOfPath(call)), instance_count: 2 } };
}

export function createModule(call: Call): unknown {
  const { module: body } = call.body as { module: NewBody };
  const type = typeOf(body.module_type);
  checkOptions(call, "create", body);
  const module = new Module(call.project, { ...body, type }, call.cloud.now());
  choosePlace(call, module, body.datastore ?? {});
  const { datastore, version } = module;
  const isTwin = (one: Module) =>
    one.name === module.name && one.type === type && one.datastore === datastore && one.version === version;
  if (call.cloud.modules(call.project).some(isTwin)) {
    const place = `datastore '${datastore?.id ?? "all"}' and datastore version '${version?.id ?? "all"}'`;
    throw badRequest(`A module with the name '${module.name}' already exists for ${place}`);
  }
  change(module, body);
  checkStorable(module.name, module.description);
  call.cloud.addModule(module);
  return { module: detailView(module) };
}

/** Changes all but the datastore: the simulator ignores a new one. */
export function updateModule(call: Call): unknown {
  const module = moduleOfPath(call);
  const { module: body } = call.body as { module: Body };
  checkUnused(module);
  checkOptions(call, "update", body);
  checkStorable(body.name, body.description, body.module_type);
  change(module, body);
  module.name = body.name ?? module.name;
  module.type = body.module_type ?? module.type;
  if (body.contents !== undefined) module.md5 = md5Of(body.contents);
  module.updated = call.cloud.now();
  return { module: detailView(module) };
}

export function deleteModule(call: Call): undefined {
  const module = moduleOfPath(call);
  checkUnused(module);
  call.cloud.removeModule(module.id);
}

export function listInstancesOfModule(call: Call): unknown {
  const found = [...moduleOfPath(call).applied.keys()].flatMap((id) => call.cloud.peek(id) ?? []);
  return { instances: found.map((instance) => instanceView(call, instance)) };
}

/** The guest agents of the simulator do nothing with a module. */
export function reapplyModule(call: Call): undefined {
  if (!isObject(call.body) || !isObject(call.body.reapply)) throw internalError();
  moduleOfPath(call);
}

export function findModule({ cloud, project }: Call, id: string): Module {
  const found = cloud.modules(project).find((module) => module.id === id);
  if (!found) throw new ApiFault(404, `Module with ID ${id} could not be found.`);
  return found;
}

function moduleOfPath(call: Call): Module {
  return findModule(call, cutFormat(call.parameter("id")).id);
}

function choosePlace({ cloud }: Call, module: Module, { type, version }: { type?: string; version?: string }): void {
  if (type === undefined && version !== undefined) throw badRequest(`Datastore 'None' has no version '${version}'.`);
  if (type === undefined) return;
  module.datastore = findDatastore(cloud.datastores, type);
  if (version !== undefined) module.version = findVersion(module.datastore, version);
}

function change(module: Module, { description, live_update: liveUpdate, apply_order: applyOrder }: Body): void {
  module.description = description ?? module.description;
  module.applyOrder = applyOrder ?? module.applyOrder;
  if (liveUpdate !== undefined) module.liveUpdate = liveUpdate === 1;
}

/** Options of administrators (`trove/module/models.py`, `validate_action`). */
function checkOptions({ isAdmin }: Call, action: "create" | "update", body: Body): void {
  const options = [
    ...(body.all_tenants ? ["Tenant: all"] : []),
    ...(body.auto_apply ? ["Auto: 1"] : []),
    ...(body.visible === 0 ? ["Visible: 0"] : []),
    ...(body.priority_apply ? ["Priority: 1"] : []),
    ...(body.full_access === undefined ? [] : [`Full Access: ${body.full_access}`]),
  ];
  if (isAdmin || options.length === 0) return;
  throw new ApiFault(403, `You must be admin to ${action} a module with these options. (${options.join(", ")})`);
}

/** A module whose present contents are applied can only be changed if it allows live updates (`enforce_live_update`). */
function checkUnused({ md5, applied, liveUpdate }: Module): void {
  if (liveUpdate || ![...applied.values()].includes(md5)) return;
  throw new ApiFault(
    403,
    "A module cannot be deleted or its contents modified if it has been applied to a non-terminated instance, unless " +
      "the module has been marked as 'live_update.' Please remove the module from all non-terminated instances and try " +
      "again.",
  );
}

function view(module: Module): Record<string, unknown> {
  return {
    id: module.id,
    name: module.name,
    type: module.type,
    description: module.description ?? null,
    tenant_id: module.projectId,
    tenant: module.projectId,
    datastore_id: module.datastore?.id ?? null,
    datastore_version_id: module.version?.id ?? null,
    datastore: module.datastore?.name ?? "all",
    datastore_version: module.version?.name ?? "all",
    auto_apply: false,
    priority_apply: false,
    apply_order: module.applyOrder,
    is_admin: false,
    md5: module.md5,
    visible: true,
    created: naiveTime(module.created),
    updated: naiveTime(module.updated),
  };
}

function detailView(module: Module): Record<string, unknown> {
  return { ...view(module), live_update: module.liveUpdate };
}
