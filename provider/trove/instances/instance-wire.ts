import { z } from "zod";
import { plainText } from "../../core/server-text.ts";
import { withoutQuotedPassword } from "../errors/response/secrets.ts";
import { listOf } from "../request/list-of.ts";
import { utcTimestamp } from "../request/timestamps.ts";
import type { Instance } from "../types.ts";
import { addressesFrom } from "./addresses.ts";

const reference = z.object({ id: z.string() });

/** `trove/instance/views.py`: `InstanceView` in the plain list, `InstanceDetailView` everywhere else. */
export const wireInstance = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  operating_status: z.string().nullish(),
  flavor: z.object({ id: z.union([z.string(), z.number()]) }).nullish(),
  datastore: z.object({ type: z.string().nullish(), version: z.string().nullish() }).nullish(),
  volume: z.object({ size: z.number().nullish() }).nullish(),
  hostname: z.string().nullish(),
  ip: listOf(z.string()).nullish(),
  addresses: listOf(
    z.object({ address: z.string(), type: z.string().nullish(), network: z.string().nullish() }),
  ).nullish(),
  replica_of: reference.nullish(),
  replicas: listOf(reference).nullish(),
  access: z.object({ is_public: z.boolean().nullish(), allowed_cidrs: listOf(z.string()).nullish() }).nullish(),
  configuration: reference.nullish(),
  locality: z.string().nullish(),
  region: z.string().nullish(),
  created: z.string().nullish(),
  updated: z.string().nullish(),
  service_status_updated: z.string().nullish(),
  fault: z.object({ message: z.string().nullish(), created: z.string().nullish() }).nullish(),
});

export type WireInstance = z.infer<typeof wireInstance>;

export function fromWireInstance(wire: WireInstance): Instance {
  return {
    id: wire.id,
    name: wire.name,
    status: wire.status,
    operatingStatus: operatingStatus(wire),
    flavorId: String(wire.flavor?.id ?? ""),
    datastore: { type: wire.datastore?.type ?? "", version: wire.datastore?.version ?? "" },
    volumeSize: wire.volume?.size ?? undefined,
    // An instance created before the cloud supported volumes has a `volume` with a null size (`trove/instance/views.py`).
    volumeSupport: Boolean(wire.volume),
    addresses: addressesFrom(wire.addresses ?? undefined, wire.ip ?? []),
    hostname: wire.hostname ?? undefined,
    replicaOf: wire.replica_of?.id,
    replicas: wire.replicas?.map((replica) => replica.id) ?? [],
    access: {
      isPublic: wire.access?.is_public ?? undefined,
      allowedCidrs: wire.access?.allowed_cidrs ?? undefined,
    },
    configurationId: wire.configuration?.id,
    locality: wire.locality ?? undefined,
    region: wire.region ?? undefined,
    created: utcTimestamp(wire.created),
    updated: utcTimestamp(wire.updated),
    serviceStatusUpdated: utcTimestamp(wire.service_status_updated),
    fault: faultOf(wire),
  };
}

/** Clouds before Wallaby have no operating status: `status` is HEALTHY there once the database answers. */
function operatingStatus({ status, operating_status }: WireInstance): string {
  return operating_status ?? (status === "HEALTHY" || status === "ACTIVE" ? status : "");
}

function faultOf({ fault }: WireInstance): Instance["fault"] {
  if (!fault?.message) {
    return undefined;
  }
  return { message: plainText(withoutQuotedPassword(fault.message)), created: utcTimestamp(fault.created) };
}
