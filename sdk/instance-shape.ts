// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Shapes } from "./option-paths.ts";

/** The arguments as the engine compares them. */
export const ARGUMENTS = {
  name: "value",
  flavor: "value",
  volume: { parts: { size: "value", type: "value" } },
  datastore: { parts: { type: "value", version: "value" } },
  databases: { key: [{ name: "name" }], secrets: [], parts: { characterSet: "value", collate: "value" } },
  users: {
    key: [{ name: "name" }, { name: "host", default: "%" }],
    secrets: ["password"],
    parts: { password: "value", databases: "list" },
  },
  configuration: "value",
  allow: { parts: { restart: "value", dropDatabases: "value", replace: "value" } },
  replicaOf: "value",
  network: { parts: { networkId: "value", subnetId: "value", ipAddress: "value" } },
  availabilityZone: "value",
  locality: "value",
  access: { parts: { isPublic: "value", allowedCidrs: "list" } },
  restorePoint: { parts: { backupId: "value" } },
  finalBackup: { parts: { name: "value" } },
  adoptId: "value",
} as const satisfies Shapes;

/** The outputs that are not arguments. */
export const OUTPUTS: readonly string[] = [
  "status",
  "operatingStatus",
  "flavorId",
  "datastoreType",
  "datastoreVersion",
  "volumeSize",
  "addresses",
  "endpoint",
  "host",
  "port",
  "privateEndpoint",
  "publicEndpoint",
  "created",
  "projectId",
  "region",
];
