import type { Call } from "../call.ts";
import { attachedGroup } from "../configurations/attach.ts";
import { type Link, links } from "../links.ts";
import { naiveTime } from "../naive-time.ts";
import type { AddressRecord, Instance } from "./instance.ts";
import { type Condition, operatingStatusOf, statusOf } from "./status.ts";

type View = Record<string, unknown>;

/** An instance's state in nova and neutron, as far as the request sees it. */
interface Seen {
  readonly condition: Condition;
  readonly addresses: readonly AddressRecord[];
}

/** In lists of Trove 26, a server without the tag is missing (`trove/instance/models.py`, `_load_servers_status`). */
function seenInList({ cloud }: Call, { tagged, condition, addresses }: Instance): Seen {
  if (condition.task === "BUILDING") return { condition, addresses: [] };
  if (tagged || !cloud.behavior.listsByTag) return { condition, addresses };
  return { condition: { ...condition, server: "SHUTDOWN" }, addresses: [] };
}

function seenAlone({ cloud }: Call, { condition, addresses }: Instance): Seen {
  const hidden = condition.task === "BUILDING" && !cloud.behavior.showsAddressesInBuild;
  return { condition, addresses: hidden ? [] : addresses };
}

/** An instance in the plain list (`trove/instance/views.py`, `InstanceView`). */
export function instanceView(call: Call, instance: Instance, seen: Seen = seenInList(call, instance)): View {
  const replicas = call.cloud.replicasOf(instance.id);
  return {
    id: instance.id,
    name: instance.name,
    status: statusOf(seen.condition),
    operating_status: operatingStatusOf(seen.condition),
    links: links(call, "instances", instance.id),
    flavor: { id: instance.flavor, links: links(call, "flavors", instance.flavor) },
    datastore: { ...instance.datastore },
    region: instance.region,
    ...(call.isAdmin && { tenant_id: instance.projectId }),
    access: accessView(instance, seen),
    ...(call.cloud.hasVolumes && { volume: sizeView(instance) }),
    ...addressView(seen),
    ...(instance.replicaOf && { replica_of: reference(call, instance.replicaOf) }),
    ...(replicas.length > 0 && { replicas: replicas.map(({ id }) => reference(call, id)) }),
  };
}

/** An instance in the detailed list and in the response to a create. */
export function detailView(call: Call, instance: Instance, seen: Seen = seenInList(call, instance)): View {
  const view = instanceView(call, instance, seen);
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

/** The response to GET of one instance, with the details that only the guest agent and nova have. */
export function fullView(call: Call, instance: Instance): View {
  return {
    ...detailView(call, instance, seenAlone(call, instance)),
    ...volumeView(call, instance),
    ...localityView(call, instance),
  };
}

function configurationView(call: Call, instance: Instance): View {
  const group = attachedGroup(call, instance);
  if (!group) return {};
  return { configuration: { id: group.id, name: group.name, links: links(call, "configurations", group.id) } };
}

/**
 * The locality of the server group, which is created before the volume and the server, and deleted after the server. A
 * replica shares its source's.
 */
function localityView(call: Call, instance: Instance): View {
  const source = instance.replicaOf === undefined ? instance : call.cloud.peek(instance.replicaOf);
  const hasGroup = source?.server !== undefined || (source?.volumeExists && !source.hadServer);
  return source?.locality !== undefined && hasGroup ? { locality: source.locality } : {};
}

/** Null for an instance created while the operator had disabled volumes (`trove/instance/views.py`). */
function sizeView({ volume }: Pick<Instance, "volume">): View {
  return { size: volume.size === 0 ? null : volume.size };
}

/** With the usage from the guest agent, unless the status excludes it (`AGENT_INVALID_STATUSES`, `load_guest_info`). */
function volumeView({ cloud }: Call, { volume, condition, datastore }: Instance): View {
  const { asksWhileDeleting, showsVolumeDetails } = cloud.behavior;
  const unasked = [
    "BUILD",
    "REBOOT",
    "RESIZE",
    "PROMOTE",
    "EJECT",
    "UPGRADE",
    ...(asksWhileDeleting ? [] : ["SHUTDOWN"]),
  ];
  if (unasked.includes(statusOf(condition))) return {};
  if (!cloud.hasVolumes) return { local_storage: { used: 0.16 } };
  const used = { ...sizeView({ volume }), used: 0.16 };
  if (!showsVolumeDetails) return { volume: used };
  const log = datastore.type === "postgresql" ? { wal_size: 16_777_216, wal_archive_size: 0 } : {};
  return { volume: { ...used, used_percent: 4.08, ...log } };
}

function accessView({ access }: Instance, { addresses }: Seen): unknown {
  if (access && Object.keys(access).length > 0) return access;
  if (addresses.length === 0) return {};
  return { is_public: addresses.some(({ type }) => type === "public") };
}

function addressView({ addresses }: Seen): View {
  if (addresses.length === 0) return {};
  return { ip: addresses.map(({ address }) => address), addresses };
}

function reference(call: Call, id: string): { id: string; links: Link[] } {
  return { id, links: links(call, "instances", id) };
}
