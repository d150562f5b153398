import type { Call } from "../call.ts";
import { attachedGroup } from "../configurations/attach.ts";
import { type Link, links } from "../links.ts";
import { naiveTime } from "../naive-time.ts";
import type { Instance } from "./instance.ts";
import { statusOf } from "./status.ts";

type View = Record<string, unknown>;

/** What the plain list shows (`trove/instance/views.py`, `InstanceView`). */
export function instanceView(call: Call, instance: Instance): View {
  const replicas = call.cloud.replicasOf(instance.id);
  return {
    id: instance.id,
    name: instance.name,
    status: instance.status,
    operating_status: instance.operatingStatus,
    links: links(call, "instances", instance.id),
    flavor: { id: instance.flavor, links: links(call, "flavors", instance.flavor) },
    datastore: { ...instance.datastore },
    region: instance.region,
    ...(call.isAdmin && { tenant_id: instance.projectId }),
    access: accessView(instance),
    volume: { size: instance.volume.size },
    ...addressView(instance),
    ...(instance.replicaOf && { replica_of: reference(call, instance.replicaOf) }),
    ...(replicas.length > 0 && { replicas: replicas.map(({ id }) => reference(call, id)) }),
  };
}

/** What the detailed list and the answer to a create show. */
export function detailView(call: Call, instance: Instance): View {
  const view = instanceView(call, instance);
  return {
    ...view,
    datastore: { ...instance.datastore, version_number: instance.version.name },
    created: naiveTime(instance.created),
    updated: naiveTime(instance.updated),
    service_status_updated: naiveTime(instance.serviceUpdated),
    ...(instance.fault && {
      fault: { message: instance.fault.message, created: naiveTime(instance.fault.created), details: null },
    }),
    ...configurationView(call, instance),
  };
}

/** What GET of one instance shows: also what only the guest and nova know. */
export function fullView(call: Call, instance: Instance): View {
  const { size } = instance.volume;
  return {
    ...detailView(call, instance),
    ...(answersForVolume(instance) && { volume: { size, used: 0.16 } }),
    ...localityView(call, instance),
  };
}

function configurationView(call: Call, instance: Instance): View {
  const group = attachedGroup(call, instance);
  if (!group) return {};
  return { configuration: { id: group.id, name: group.name, links: links(call, "configurations", group.id) } };
}

/** A replica has its source's server group; a group exists only once the server does. */
function localityView(call: Call, instance: Instance): View {
  const source = instance.replicaOf === undefined ? instance : call.cloud.peek(instance.replicaOf);
  return source?.locality !== undefined && source.server !== undefined ? { locality: source.locality } : {};
}

function answersForVolume(instance: Instance): boolean {
  const unasked = ["BUILD", "REBOOT", "RESIZE", "PROMOTE", "EJECT", "UPGRADE"];
  return !unasked.includes(statusOf(instance.condition));
}

function accessView({ access, task, addresses }: Instance): unknown {
  if (access && Object.keys(access).length > 0) return access;
  if (task === "BUILDING" || addresses.length === 0) return {};
  return { is_public: addresses.some(({ type }) => type === "public") };
}

function addressView({ task, addresses }: Instance): View {
  if (task === "BUILDING" || addresses.length === 0) return {};
  return { ip: addresses.map(({ address }) => address), addresses };
}

function reference(call: Call, id: string): { id: string; links: Link[] } {
  return { id, links: links(call, "instances", id) };
}
