import { databaseList, flavorRef, nonEmptyString, userList, uuid, volume, wrapped } from "./common.ts";
import type { Schema } from "./schema.ts";

const accessProperties: Readonly<Record<string, Schema>> = {
  is_public: { type: "boolean" },
  allowed_cidrs: {
    type: "array",
    uniqueItems: true,
    items: { type: "string", pattern: "^([0-9]{1,3}\\.){3}[0-9]{1,3}(\\/([0-9]|[1-2][0-9]|3[0-2]))?$" },
  },
};

const ipAddress: Schema = { type: "string", minLength: 7, maxLength: 15, pattern: "^(?:[0-9]{1,3}\\.){3}[0-9]{1,3}$" };

const nics: Schema = {
  type: "array",
  maxItems: 1,
  items: {
    type: "object",
    additionalProperties: false,
    properties: { "net-id": uuid, network_id: uuid, subnet_id: uuid, ip_address: ipAddress },
  },
};

const configurationId: Schema = { oneOf: [uuid, { type: "null" }] };

export const createInstance = wrapped("instance", {
  type: "object",
  required: ["name"],
  properties: {
    name: nonEmptyString,
    configuration_id: configurationId,
    flavorRef,
    volume,
    databases: databaseList,
    users: userList,
    restorePoint: { type: "object", required: ["backupRef"], properties: { backupRef: uuid } },
    replica_of: uuid,
    replica_count: { type: "integer", minimum: 1, maximum: 3 },
    availability_zone: nonEmptyString,
    datastore: {
      type: "object",
      properties: { type: nonEmptyString, version: nonEmptyString, version_number: nonEmptyString },
    },
    nics,
    modules: { type: "array", items: { type: "object", required: ["id"], properties: { id: uuid } } },
    region_name: nonEmptyString,
    locality: nonEmptyString,
    access: { type: "object", properties: accessProperties },
  },
});

const changeable: Readonly<Record<string, Schema>> = {
  name: nonEmptyString,
  replica_of: {},
  configuration: configurationId,
  datastore_version: nonEmptyString,
};

export const updateInstance = wrapped("instance", {
  type: "object",
  additionalProperties: false,
  properties: {
    ...changeable,
    access: { type: "object", additionalProperties: false, properties: accessProperties },
  },
});

export const editInstance = wrapped("instance", {
  type: "object",
  additionalProperties: false,
  properties: { ...changeable, slave_of: {} },
});

export const resizeVolume = wrapped("resize", { type: "object", required: ["volume"], properties: { volume } });

export const resizeFlavor = wrapped("resize", { type: "object", required: ["flavorRef"], properties: { flavorRef } });

export const restartInstance = wrapped("restart", { type: "object" });
