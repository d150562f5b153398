import { nonEmptyString, uuid, wrapped } from "./common.ts";

export const createBackup = wrapped("backup", {
  type: "object",
  required: ["name"],
  properties: {
    description: nonEmptyString,
    instance: uuid,
    name: nonEmptyString,
    parent_id: uuid,
    incremental: { type: "integer", minimum: 0, maximum: 1 },
    swift_container: nonEmptyString,
    restore_from: {
      type: "object",
      required: ["remote_location", "local_datastore_version_id", "size"],
      properties: { remote_location: nonEmptyString, local_datastore_version_id: uuid, size: { type: "number" } },
    },
  },
});

export const putStrategy = wrapped("backup_strategy", {
  type: "object",
  additionalProperties: false,
  required: ["swift_container"],
  properties: { instance_id: uuid, swift_container: nonEmptyString },
});
