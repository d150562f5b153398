// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { ResourceKind } from "../resource-kind.ts";

export const INSTANCE: ResourceKind = {
  name: "Instance",
  arguments: {
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
    configurationRevision: "value",
    allow: { parts: { restart: "value", dropDatabases: "value", replace: "value" } },
    replicaOf: "value",
    network: { parts: { networkId: "value", subnetId: "value", ipAddress: "value" } },
    availabilityZone: "value",
    locality: "value",
    access: { parts: { isPublic: "value", allowedCidrs: "list" } },
    restorePoint: { parts: { backupId: "value" } },
    finalBackup: { parts: { name: "value" } },
    adoptId: "value",
  },
  outputs: [
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
  ],
  secrets: [],
  references: { configuration: "Configuration" },
  taken: { configurationRevision: { argument: "configuration", output: "revision" } },
};

export const CONFIGURATION: ResourceKind = {
  name: "Configuration",
  arguments: {
    name: "value",
    description: "value",
    datastore: { parts: { type: "value", version: "value" } },
    values: "map",
    allow: { parts: { restart: "value" } },
  },
  outputs: [
    "revision",
    "datastoreType",
    "datastoreVersion",
    "datastoreVersionId",
    "created",
    "updated",
    "projectId",
    "region",
  ],
  secrets: [],
  references: {},
};

export const BACKUP: ResourceKind = {
  name: "Backup",
  arguments: {
    instance: "value",
    name: "value",
    description: "value",
    incremental: "value",
    parent: "value",
    swiftContainer: "value",
    triggers: "map",
  },
  outputs: [
    "status",
    "size",
    "instanceId",
    "parentId",
    "datastoreType",
    "datastoreVersion",
    "locationRef",
    "created",
    "projectId",
    "region",
  ],
  secrets: [],
  references: { instance: "Instance", parent: "Backup" },
};

export const BACKUP_STRATEGY: ResourceKind = {
  name: "BackupStrategy",
  arguments: { swiftContainer: "value", instance: "value" },
  outputs: ["projectId", "region"],
  secrets: [],
  references: { instance: "Instance" },
};

export const DATABASE: ResourceKind = {
  name: "Database",
  arguments: {
    instance: "value",
    name: "value",
    characterSet: "value",
    collate: "value",
    allow: { parts: { replace: "value" } },
  },
  outputs: [],
  secrets: [],
  references: { instance: "Instance" },
  inside: "instance",
  inlineAs: "databases",
};

export const USER: ResourceKind = {
  name: "User",
  arguments: { instance: "value", name: "value", host: "value", password: "value", databases: "list" },
  outputs: ["uri"],
  secrets: ["password"],
  references: { instance: "Instance" },
  inside: "instance",
  inlineAs: "users",
};

export const ROOT: ResourceKind = {
  name: "Root",
  arguments: { instance: "value", password: "value" },
  outputs: ["userName"],
  secrets: ["password"],
  references: { instance: "Instance" },
  inside: "instance",
};
