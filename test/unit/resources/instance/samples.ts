import type { Cloud } from "../../../../provider/openstack/credentials.ts";
import type { InstanceInputs } from "../../../../provider/resources/instance/arguments.ts";
import { type InstanceState, toState } from "../../../../provider/resources/instance/state.ts";
import type { Instance } from "../../../../provider/trove/types.ts";

export const ID = "8a2f3c1e-0000-4000-8000-000000000001";
export const OTHER_ID = "8a2f3c1e-0000-4000-8000-000000000002";

export const CLOUD: Cloud = { projectId: "p1", region: "RegionOne", endpoint: "http://trove/v1.0/p1" };

/** A healthy instance, as Trove reports it. */
export function instance(fields: Partial<Instance> = {}): Instance {
  return {
    id: ID,
    name: "db",
    status: "ACTIVE",
    operatingStatus: "HEALTHY",
    flavorId: "2",
    datastore: { type: "mysql", version: "8.0" },
    volumeSize: 5,
    volumeSupport: true,
    addresses: [],
    hostname: undefined,
    replicaOf: undefined,
    replicas: [],
    access: { isPublic: undefined, allowedCidrs: undefined },
    configurationId: undefined,
    locality: undefined,
    region: "RegionOne",
    created: "2026-01-01T00:00:00Z",
    updated: "2026-01-01T00:00:00Z",
    serviceStatusUpdated: "2026-01-01T00:00:00Z",
    fault: undefined,
    ...fields,
  };
}

/** The inputs of a program for that instance. */
export function inputs(fields: InstanceInputs = {}): InstanceInputs {
  return { name: "db", flavor: "m1.small", volume: { size: 5 }, ...fields };
}

/** The state after a successful create; `fields` override it. */
export function state(declared: InstanceInputs = inputs(), fields: Partial<InstanceState> = {}): InstanceState {
  return {
    ...toState(declared, instance(), CLOUD, { wasActive: true, pending: [], restartRequired: false }),
    ...fields,
  };
}
